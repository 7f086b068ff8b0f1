package dev.tabitat.core.generation;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.DecoderSamples;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A transcript reads back as written, and its run gives the same again or tells what differs. */
public final class TranscriptContract {

    private TranscriptContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("transcript: reads back as written, to the byte", TranscriptContract::roundTrip),
                Contract.of("transcript: what is wrong in one is refused", TranscriptContract::refusals),
                Contract.of("transcript: the same run again is identical, another one differs by name",
                        TranscriptContract::replay));
    }

    private static Transcript sample() {
        GenerateOptions options = GenerateOptions.read(JsonObject.of("seed", "-9223372036854775808", "temperature", 0.9,
                "stop", List.of("\n\n", "\u00e9"))).resolved(0, 64);
        return new Transcript(Digest.of(new byte[]{1}), Optional.of(Digest.of(new byte[]{2})), options,
                Optional.of(Json.of("json")), "reference", 2, new int[]{1, 2}, new int[]{7, 0}, "a\u00e9\ud83d\ude42",
                DoneReason.LENGTH);
    }

    private static void roundTrip(Check check) {
        Transcript read = Transcript.read(sample().bytes());
        check.isTrue("bytes", Arrays.equals(sample().bytes(), read.bytes()));
        check.equal("digest", sample().digest(), read.digest());
        check.equal("seed", Optional.of(Long.MIN_VALUE), read.options().seed());
        check.equal("text", "a\u00e9\ud83d\ude42", read.text());
        check.equal("identical", new Transcript.Comparison(true, ""), read.compare(
                new GenerationResult(new int[]{7, 0}, "a\u00e9\ud83d\ude42", List.of(), DoneReason.LENGTH, 2, 0)));
    }

    private static void refusals(Check check) {
        String good = Utf8.decode(sample().bytes());
        check.fails("no JSON", TabitatException.class, () -> Transcript.read(new byte[]{'{'}));
        String[][] changes = {{"\"tabitat-transcript\"", "\"other\""}, {"\"threads\":2", "\"threads\":0"},
                {"\"threads\":2", "\"threads\":\"2\""}, {"[7,0]", "[7,-1]"}, {"[7,0]", "[7,0.5]"},
                {"\"length\"", "\"tired\""}, {"\"num_ctx\":64", "\"num_ctx\":0"}, {"\"top_k\":40", "\"top_k\":-40"},
                {"sha256:", "md5:"}, {"\"backend\":\"reference\"", "\"backend\":\"\""}, {"\"response\"", "\"reply\""}};
        for (String[] change : changes) {
            String wrong = good.replace(change[0], change[1]);
            check.isTrue(change[0] + " is there", !wrong.equals(good));
            check.fails(change[1], DamagedData.class, () -> Transcript.read(Utf8.encode(wrong)));
        }
        check.fails("a later version", Unsupported.class,
                () -> Transcript.read(Utf8.encode(good.replace("\"version\":1", "\"version\":2"))));
    }

    private static void replay(Check check) {
        LetterTokenizer letters = new LetterTokenizer();
        GenerateOptions options = GenerateOptions.read(JsonObject.of("seed", 3, "num_predict", 12)).resolved(0, 64);
        try (ReferenceDecoder session = new ReferenceDecoder(DecoderSamples.decoder("qwen3", GgufType.Q4_1));
                CachedSequence sequence = new CachedSequence(session.open(64))) {
            int[] prompt = {5, 9, 2};
            GenerationResult result = new Generation(sequence, DecoderSamples.VOCABULARY, letters, options, List.of(),
                    -1)
                    .run(prompt, GenerationListener.NONE);
            Transcript transcript = Transcript.read(Transcript.of(Digest.of(new byte[0]), Optional.empty(), options,
                    Optional.empty(), session.backend(), 1, prompt, result).bytes());
            check.equal("identical", new Transcript.Comparison(true, ""),
                    transcript.replay(session, letters, List.of(), GenerationListener.NONE));
            int[] changed = result.tokens().clone();
            changed[2]++;
            Transcript other = new Transcript(transcript.model(), Optional.empty(), options, Optional.empty(),
                    "reference", 1, prompt, changed, result.text(), result.doneReason());
            check.equal("the token", "token 2: " + changed[2] + ", then " + (changed[2] - 1),
                    other.replay(session, letters, List.of(), GenerationListener.NONE).firstDifference());
            Transcript text = new Transcript(transcript.model(), Optional.empty(), options, Optional.empty(),
                    "reference", 1, prompt, result.tokens(), "x", result.doneReason());
            check.equal("the text", "the text, of equal tokens", text.compare(result).firstDifference());
            Transcript longer = new Transcript(transcript.model(), Optional.empty(), options, Optional.empty(),
                    "reference", 1, prompt, Arrays.copyOf(result.tokens(), result.tokens().length - 1), "x",
                    result.doneReason());
            check.equal("the length", result.tokens().length - 1 + " tokens, then " + result.tokens().length,
                    longer.compare(result).firstDifference());
        }
    }
}
