package dev.tabitat.core.generation;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSamples;
import java.util.List;

/** The reference decoder gives the same bits everywhere, in whatever parts a text comes. */
public final class DecoderContract {

    private DecoderContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("decoder: the reference gives the same bits on every platform", DecoderContract::bits),
                Contract.of("decoder: parts of a prompt, a cut and a fork change no bit", DecoderContract::parts),
                Contract.of("decoder: what does not fit is refused, and nothing is changed", DecoderContract::refusals),
                Contract.of("decoder: a model in two files is the same", DecoderContract::split),
                Contract.of("decoder: an architecture or a setting that is not known is refused by name",
                        DecoderContract::unknown));
    }

    /** The bits of logits as bytes, for a digest. */
    private static byte[] bits(float[] logits) {
        byte[] bytes = new byte[4 * logits.length];
        for (int i = 0; i < logits.length; i++) {
            int bits = Float.floatToIntBits(logits[i]);
            for (int k = 0; k < 4; k++) {
                bytes[4 * i + k] = (byte) (bits >>> 8 * k);
            }
        }
        return bytes;
    }

    private static Digest last(DecoderSequence sequence) {
        float[] logits = new float[DecoderSamples.VOCABULARY];
        sequence.logits(logits);
        return Digest.of(bits(logits));
    }

    private static void bits(Check check) {
        List<String> expected = List.of("305d0cad5d926b86", "d251e279c974d12a", "8112d7aa094cd82c", "63cb01bbc146e717");
        List<GgufType> types = List.of(GgufType.Q5_0, GgufType.Q4_K, GgufType.Q6_K, GgufType.Q8_0);
        for (int i = 0; i < types.size(); i++) {
            String architecture = DecoderSamples.ARCHITECTURES.get(i);
            try (ReferenceDecoder session = new ReferenceDecoder(DecoderSamples.decoder(architecture, types.get(i)));
                    DecoderSequence sequence = session.open(24)) {
                sequence.prefill(DecoderSamples.tokens(), 0, 12);
                check.equal(architecture, expected.get(i), last(sequence).hex().substring(0, 16));
            }
        }
    }

    private static void parts(Check check) {
        int[] tokens = DecoderSamples.tokens();
        try (ReferenceDecoder session = new ReferenceDecoder(DecoderSamples.decoder("gemma3", GgufType.Q4_0));
                DecoderSequence whole = session.open(64);
                DecoderSequence parts = session.open(24)) {
            whole.prefill(tokens, 0, 16);
            parts.step(tokens[0]);
            parts.prefill(tokens, 1, 9);
            parts.prefill(tokens, 9, 16);
            Digest right = last(whole);
            check.equal("in parts", right, last(parts));
            DecoderSequence other = parts.fork();
            check.equal("a fork has the logits", right, last(other));
            other.step(5);
            check.equal("and goes on alone", 16, parts.position());
            check.equal("a cut", 10, parts.truncate(10));
            check.fails("has no logits", InvalidInput.class, () -> last(parts));
            parts.step(63);
            parts.truncate(10);
            parts.prefill(tokens, 10, 16);
            check.equal("and can go on", right, last(parts));
            long held = session.memoryBytes();
            other.close();
            check.isTrue("closing frees", session.memoryBytes() < held);
        }
    }

    private static void refusals(Check check) {
        try (ReferenceDecoder session = new ReferenceDecoder(DecoderSamples.decoder("llama", GgufType.Q8_0))) {
            check.fails("no capacity", InvalidInput.class, () -> session.open(0));
            check.fails("more than the model's context", InvalidInput.class, () -> session.open(513));
            try (DecoderSequence sequence = session.open(3)) {
                check.fails("no logits yet", InvalidInput.class, () -> last(sequence));
                check.fails("no tokens", InvalidInput.class, () -> sequence.prefill(new int[2], 1, 1));
                check.fails("an unknown token", InvalidInput.class, () -> sequence.prefill(new int[]{1, 64}, 0, 2));
                check.fails("a negative token", InvalidInput.class, () -> sequence.step(-1));
                check.equal("nothing is evaluated", 0, sequence.position());
                sequence.prefill(new int[]{1, 2, 3}, 0, 3);
                Digest before = last(sequence);
                check.fails("one too many", InvalidInput.class, () -> sequence.step(4));
                check.equal("the logits stay", before, last(sequence));
                check.fails("a cut beyond the end", InvalidInput.class, () -> sequence.truncate(4));
                check.fails("logits of another size", InvalidInput.class, () -> sequence.logits(new float[3]));
            }
        }
    }

    private static void unknown(Check check) {
        Unsupported refused = check.fails("architecture", Unsupported.class,
                () -> read(new GgufBytes().text("general.architecture", "mamba").file()));
        check.equal("by name", "mamba", refused.finding().found());
        check.fails("none", Unsupported.class, () -> read(new GgufBytes().file()));
        refused = check.fails("element type", Unsupported.class,
                () -> read(new GgufBytes().text("general.architecture", "llama")
                        .tensor("token_embd.weight", GgufType.IQ4_NL, 256, 2).file()));
        check.equal("by name", "IQ4_NL", refused.finding().found());
    }

    private static void split(Check check) {
        byte[] whole = DecoderSamples.file("qwen2", GgufType.Q5_1);
        List<Slices> parts = DecoderSamples.split("qwen2", GgufType.Q5_1);
        check.equal("two files", 2, parts.size());
        int[] tokens = DecoderSamples.tokens();
        try (ReferenceDecoder one = new ReferenceDecoder(read(whole));
                ReferenceDecoder two = new ReferenceDecoder(Decoder.readGguf(parts));
                DecoderSequence a = one.open(8);
                DecoderSequence b = two.open(8)) {
            a.prefill(tokens, 0, 5);
            b.prefill(tokens, 0, 5);
            check.equal("the same bits", last(a), last(b));
        }
        check.fails("a part is missing", DamagedData.class, () -> Decoder.readGguf(List.of(parts.get(0))));
        check.fails("in another order", DamagedData.class,
                () -> Decoder.readGguf(List.of(parts.get(1), parts.get(0))));
    }

    private static Decoder read(byte[] file) {
        return Decoder.readGguf(List.of(Slices.of(file)));
    }
}
