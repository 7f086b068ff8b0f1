package dev.tabitat.core.generation;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A generation ends where it should, says why, and evaluates nothing twice. */
public final class GenerationContract {

    private static final LetterTokenizer LETTERS = new LetterTokenizer();

    private GenerationContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("generation: a text ends by itself, by its length or where the context is full",
                        GenerationContract::ends),
                Contract.of("generation: stop texts are found over the borders of tokens", GenerationContract::stops),
                Contract.of("generation: a prompt that does not fit is refused, never cut",
                        GenerationContract::prompts),
                Contract.of("generation: what prompts have in common is evaluated once", GenerationContract::reuse),
                Contract.of("generation: a cancelled run keeps its text", GenerationContract::cancelled),
                Contract.of("generation: scores are the model's own", GenerationContract::scores),
                Contract.of("generation: processors forbid tokens and put off the end",
                        GenerationContract::processors));
    }

    static GenerateOptions greedy(Object... more) {
        Object[] all = new Object[more.length + 4];
        all[0] = "temperature";
        all[1] = 0;
        all[2] = "repeat_penalty";
        all[3] = 1;
        System.arraycopy(more, 0, all, 4, more.length);
        return GenerateOptions.read(JsonObject.of(all)).resolved(1, 64);
    }

    private static GenerationResult run(String script, String prompt, GenerateOptions options,
            GenerationListener listener) {
        CachedSequence sequence = new CachedSequence(new ScriptedDecoder(script).open(64));
        return new Generation(sequence, ScriptedDecoder.VOCABULARY, LETTERS, options, List.of(), -1)
                .run(LETTERS.encode(prompt, null), listener);
    }

    private static GenerationResult run(String script, String prompt, GenerateOptions options) {
        return run(script, prompt, options, GenerationListener.NONE);
    }

    private static void ends(Check check) {
        GenerationResult result = run("Hello, world", "Hello", greedy());
        check.equal("the whole text", ", world", result.text());
        check.equal("the model ended it", DoneReason.STOP, result.doneReason());
        check.equal("the end is no token of it", 7, result.tokens().length);
        check.equal("prompt", 5, result.promptTokens());
        result = run("Hello, world", "Hello", greedy("num_predict", 3));
        check.equal("three tokens", ", w", result.text());
        check.equal("by length", DoneReason.LENGTH, result.doneReason());
        result = run("Hello, world", "Hello", greedy("num_predict", 0));
        check.equal("no token", "", result.text());
        check.equal("by length", DoneReason.LENGTH, result.doneReason());
        result = run("Hello, world", "Hello", greedy("num_ctx", 8));
        check.equal("three tokens fit", ", w", result.text());
        check.equal("the context is full", DoneReason.CONTEXT, result.doneReason());
        result = run("Hello, world", "Hello", greedy("num_ctx", 8, "num_predict", 3));
        check.equal("as many as were asked for", DoneReason.LENGTH, result.doneReason());
        result = run("Hello, world", "Hello", greedy("num_ctx", 8, "num_predict", 4));
        check.equal("one less than was asked for", DoneReason.CONTEXT, result.doneReason());
    }

    private static void stops(Check check) {
        GenerationResult result = run("ab one STOP two", "ab", greedy("stop", List.of("STOP")));
        check.equal("without the stop", " one ", result.text());
        check.equal("reason", DoneReason.STOP, result.doneReason());
        check.equal("its tokens are there", 9, result.tokens().length);
        result = run("ab one STO two", "ab", greedy("stop", List.of("STOP", "xyz")));
        check.equal("a part of a stop is text", " one STO two", result.text());
        result = run("ab one STO", "ab", greedy("stop", List.of("STOP")));
        check.equal("at the end too", " one STO", result.text());
        List<String> pieces = new ArrayList<>();
        GenerationResult held = run("ab aaab", "ab", greedy("stop", List.of("aab")), new GenerationListener() {

            @Override
            public void onToken(int token, String text, Optional<TokenScore.Choice> scores) {
                pieces.add(text);
            }
        });
        check.equal("overlapping starts", " a", held.text());
        check.equal("what could be a stop is held back", List.of(" ", "", "", "a", ""), pieces);
        check.equal("the first of two", "x", run("abxy12", "ab", greedy("stop", List.of("12", "y"))).text());
    }

    private static void prompts(Check check) {
        check.fails("empty", InvalidInput.class, () -> run("abc", "", greedy()));
        check.fails("as long as the context", InvalidInput.class, () -> run("abc", "abcd", greedy("num_ctx", 4)));
        check.equal("one token less", 1, run("abcdef", "abc", greedy("num_ctx", 4)).tokens().length);
        check.fails("a context over the capacity", InvalidInput.class, () -> run("abc", "a", greedy("num_ctx", 65)));
        check.equal("an empty raw prompt is the beginning", "[0]",
                Arrays.toString(Generation.rawPrompt(LETTERS, "")));
        check.equal("a raw prompt", "[97, 98]", Arrays.toString(Generation.rawPrompt(LETTERS, "ab")));
    }

    private static void reuse(Check check) {
        ScriptedDecoder decoder = new ScriptedDecoder("Hello, world");
        CachedSequence sequence = new CachedSequence(decoder.open(64));
        Generation generation = new Generation(sequence, ScriptedDecoder.VOCABULARY, LETTERS,
                greedy("num_predict", 3), List.of(), -1);
        generation.run(LETTERS.encode("Hello", null), GenerationListener.NONE);
        check.equal("the last token is not evaluated", 7, decoder.evaluated);
        GenerationResult again = generation.run(LETTERS.encode("Hello", null), GenerationListener.NONE);
        check.equal("all but one of the prompt", 4, again.cachedTokens());
        check.equal("the same text", ", w", again.text());
        check.equal("one of the prompt and two of the text", 10, decoder.evaluated);
        GenerationResult longer = generation.run(LETTERS.encode("Hello, you", null), GenerationListener.NONE);
        check.equal("prompt and text before", 7, longer.cachedTokens());
        GenerationResult other = generation.run(LETTERS.encode("Help", null), GenerationListener.NONE);
        check.equal("the common start", 3, other.cachedTokens());
        sequence.close();
        check.equal("closed", 0, decoder.open);
    }

    private static void cancelled(Check check) {
        int[] left = {4};
        GenerationListener listener = new GenerationListener() {

            @Override
            public boolean isCancelled() {
                return left[0]-- == 0;
            }
        };
        GenerationResult result = run("Hello, world", "Hello", greedy(), listener);
        check.equal("what was generated is kept", ", w", result.text());
        check.equal("reason", DoneReason.CANCELLED, result.doneReason());
        left[0] = 0;
        result = run("Hello, world", "Hello", greedy(), listener);
        check.equal("before the prompt", "", result.text());
        check.equal("reason", DoneReason.CANCELLED, result.doneReason());
    }

    private static void scores(Check check) {
        CachedSequence sequence = new CachedSequence(new ScriptedDecoder("abc").open(64));
        GenerationResult result = new Generation(sequence, ScriptedDecoder.VOCABULARY, LETTERS, greedy(), List.of(), 3)
                .run(new int[]{'a'}, GenerationListener.NONE);
        TokenScore.Choice first = result.scores().get(0);
        check.equal("one for each token", result.tokens().length, result.scores().size());
        check.equal("chosen", (int) 'b', first.chosen().id());
        check.equal("the most probable is padding", ScriptedDecoder.VOCABULARY - 1, first.top().get(0).id());
        check.equal("then the chosen one", first.chosen(), first.top().get(1));
        check.equal("then the next letter", (int) 'c', first.top().get(2).id());
        double sum = Math.exp(9) + Math.exp(2) + Math.exp(1.5) + 297 * Math.exp(-8);
        check.near("log-probability", 2 - Math.log(sum), first.chosen().logprob(), 1e-9);
        check.fails("too many", InvalidInput.class,
                () -> new Generation(sequence, ScriptedDecoder.VOCABULARY, LETTERS, greedy(), List.of(), 97));
        float[] equal = new float[200];
        TokenScore.Choice most = TokenScore.choice(equal, 150, 96);
        check.equal("the whole list", 96, most.top().size());
        check.equal("of equal ones the lower ids", 95, most.top().get(95).id());
        check.equal("no list", 0, TokenScore.choice(equal, 3, 0).top().size());
    }

    private static void processors(Check check) {
        List<Integer> accepted = new ArrayList<>();
        LogitsProcessor noB = new LogitsProcessor() {

            @Override
            public void process(float[] logits) {
                logits['b'] = Float.NEGATIVE_INFINITY;
            }

            @Override
            public void accept(int token) {
                accepted.add(token);
            }

            @Override
            public boolean mayEnd() {
                return accepted.size() > 3;
            }
        };
        CachedSequence sequence = new CachedSequence(new ScriptedDecoder("abd").open(64));
        GenerationResult result = new Generation(sequence, ScriptedDecoder.VOCABULARY, LETTERS, greedy(), List.of(noB),
                -1).run(new int[]{'a'}, GenerationListener.NONE);
        check.equal("the next best in its place, the end put off", "cd\u0002\u0002", result.text());
        check.equal("every token", result.tokens().length, accepted.size());
        LogitsProcessor nothing = new LogitsProcessor() {

            @Override
            public void process(float[] logits) {
                Arrays.fill(logits, Float.NEGATIVE_INFINITY);
            }

            @Override
            public void accept(int token) {}
        };
        check.fails("nothing is allowed", InvalidInput.class, () -> new Generation(sequence,
                ScriptedDecoder.VOCABULARY, LETTERS, greedy(), List.of(nothing), -1)
                .run(new int[]{'a'}, GenerationListener.NONE));
    }
}
