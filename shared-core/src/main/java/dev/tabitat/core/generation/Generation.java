package dev.tabitat.core.generation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One run of a model: from the tokens of a prompt to those of a text.
 *
 * <p>
 * The context holds the prompt and the text together. A prompt that leaves no room is an error, a text that fills the
 * context ends there: nothing is ever cut silently.
 */
public final class Generation {

    /** Tokens of a prompt between two questions whether the run is cancelled. */
    private static final int PROMPT_PART = 128;

    private final CachedSequence sequence;
    private final int vocabulary;
    private final GeneratorTokenizer tokenizer;
    private final GenerateOptions options;
    private final List<LogitsProcessor> processors;
    /** How many of the most probable tokens are listed; -1 for no scores at all. */
    private final int topScores;

    /**
     * @param sequence whose tokens are reused as far as the prompt is the same
     * @param vocabulary of the model; the tokenizer's may be smaller
     * @param options with a seed; their context is at most the sequence's capacity
     * @param processors of the logits, in order
     * @param topScores how many of the most probable tokens are listed with each choice; -1 for no scores
     * @throws InvalidInput when the context or the number of scores is out of range
     */
    public Generation(CachedSequence sequence, int vocabulary, GeneratorTokenizer tokenizer, GenerateOptions options,
            List<LogitsProcessor> processors, int topScores) {
        this.sequence = sequence;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.options = options;
        this.processors = List.copyOf(processors);
        this.topScores = topScores;
        if (topScores < -1 || topScores > TokenScore.MAX_TOP) {
            throw new InvalidInput("Too many scores are asked for.",
                    Finding.at("logprobs").expected("0 to " + TokenScore.MAX_TOP).found(topScores));
        }
        if (options.numCtx() < 1 || options.numCtx() > sequence.capacity()) {
            throw new InvalidInput("The context is out of range.", Finding.at("options.num_ctx")
                    .expected("1 to " + sequence.capacity()).found(options.numCtx()));
        }
    }

    /**
     * The tokens of a prompt that is a plain text: those that the model starts with, then the text, special tokens in
     * it recognised. An empty one is the token of the beginning alone.
     *
     * @throws InvalidInput when it is empty and the model has no such token
     */
    public static int[] rawPrompt(GeneratorTokenizer tokenizer, String text) {
        int[] start = tokenizer.start();
        int[] ids = tokenizer.encode(text, SpecialText.AS_TOKENS);
        if (start.length + ids.length == 0) {
            if (tokenizer.beginning().isEmpty()) {
                throw new InvalidInput("The prompt is empty.",
                        Finding.at("prompt").expected("at least one token").found("none"));
            }
            return new int[]{tokenizer.beginning().getAsInt()};
        }
        int[] prompt = Arrays.copyOf(start, start.length + ids.length);
        System.arraycopy(ids, 0, prompt, start.length, ids.length);
        return prompt;
    }

    /**
     * Runs to its end. When it throws, the sequence is usable still.
     *
     * @param prompt tokens, at least one
     * @throws InvalidInput when the prompt is empty or leaves no room in the context
     */
    public GenerationResult run(int[] prompt, GenerationListener listener) {
        requireRoom(prompt);
        Run run = new Run(prompt, listener);
        boolean isEvaluated = run.evaluatePrompt();
        DoneReason reason = isEvaluated ? run.generate() : DoneReason.CANCELLED;
        return run.result(reason);
    }

    private void requireRoom(int[] prompt) {
        if (prompt.length == 0) {
            throw new InvalidInput("The prompt is empty.",
                    Finding.at("prompt").expected("at least one token").found("none"));
        }
        if (prompt.length >= options.numCtx()) {
            throw new InvalidInput("The prompt is longer than the context.", Finding.at("prompt")
                    .expected("at most " + (options.numCtx() - 1) + " tokens").found(prompt.length + " tokens")
                    .remedy("Shorten the prompt, or set a larger num_ctx."));
        }
    }

    /** The state of one run. */
    private final class Run {

        private final int[] prompt;
        private final GenerationListener listener;
        private final Sampler sampler = new Sampler(options);
        private final GeneratorTokenizer.TextStream stream = tokenizer.stream();
        private final StopStrings stops = new StopStrings(options.stop());
        private final float[] logits = new float[vocabulary];
        private final StringBuilder text = new StringBuilder();
        private final List<TokenScore.Choice> scores = new ArrayList<>();
        private int[] tokens = new int[64];
        private int count;
        private int cached;

        Run(int[] prompt, GenerationListener listener) {
            this.prompt = prompt;
            this.listener = listener;
        }

        /** False when the run is cancelled before its end. */
        boolean evaluatePrompt() {
            cached = sequence.keep(prompt);
            for (int at = cached; at < prompt.length; at += PROMPT_PART) {
                if (listener.isCancelled()) {
                    return false;
                }
                int to = Math.min(prompt.length, at + PROMPT_PART);
                sequence.add(prompt, at, to);
                listener.onPrompt(to, prompt.length);
            }
            for (int token : prompt) {
                sampler.accept(token);
            }
            return true;
        }

        DoneReason generate() {
            int room = options.numCtx() - prompt.length;
            int most = options.numPredict() < 0 ? room : Math.min(room, options.numPredict());
            while (count < most) {
                if (listener.isCancelled()) {
                    return DoneReason.CANCELLED;
                }
                if (count > 0) {
                    sequence.add(tokens[count - 1]);
                }
                int token = choose();
                if (tokenizer.isEnd(token)) {
                    return DoneReason.STOP;
                }
                add(token);
                if (stops.isFound()) {
                    return DoneReason.STOP;
                }
            }
            return options.numPredict() >= 0 && options.numPredict() <= room ? DoneReason.LENGTH : DoneReason.CONTEXT;
        }

        private int choose() {
            sequence.logits(logits);
            float[] own = topScores < 0 ? logits : logits.clone();
            // Rows of the embedding behind the tokenizer's last token are padding.
            for (int i = tokenizer.vocabularySize(); i < vocabulary; i++) {
                logits[i] = Float.NEGATIVE_INFINITY;
            }
            boolean mayEnd = true;
            for (LogitsProcessor processor : processors) {
                processor.process(logits);
                mayEnd &= processor.mayEnd();
            }
            for (int i = 0; !mayEnd && i < tokenizer.vocabularySize(); i++) {
                logits[i] = tokenizer.isEnd(i) ? Float.NEGATIVE_INFINITY : logits[i];
            }
            int token = sampler.next(logits);
            if (topScores >= 0 && !tokenizer.isEnd(token)) {
                scores.add(TokenScore.choice(own, token, topScores));
            }
            return token;
        }

        private void add(int token) {
            if (count == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * count);
            }
            tokens[count++] = token;
            sampler.accept(token);
            for (LogitsProcessor processor : processors) {
                processor.accept(token);
            }
            String certain = stops.add(stream.add(token));
            text.append(certain);
            listener.onToken(token, certain,
                    topScores < 0 ? Optional.empty() : Optional.of(scores.get(scores.size() - 1)));
        }

        GenerationResult result(DoneReason reason) {
            if (!stops.isFound()) {
                String rest = stops.add(stream.finish());
                rest += stops.finish();
                text.append(rest);
                if (!rest.isEmpty()) {
                    listener.onRest(rest);
                }
            }
            return new GenerationResult(Arrays.copyOf(tokens, count), text.toString(), scores, reason, prompt.length,
                    cached);
        }
    }
}
