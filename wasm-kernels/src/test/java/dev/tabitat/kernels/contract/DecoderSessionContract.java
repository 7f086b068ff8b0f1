package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderTensors;
import dev.tabitat.core.model.decoder.WeightMatrix;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.decoder.DecoderBackend;
import java.util.List;

/**
 * Decoders on kernels agree with the reference in every architecture and type of weights, and give the same bits in
 * whatever parts tokens are evaluated, after a cut and in a copy.
 */
public final class DecoderSessionContract implements Contract {

    private static final int TOKENS = 7;
    private static final int VOCABULARY = 61;
    private static final List<GgufType> TYPES = List.of(GgufType.F32, GgufType.F16, GgufType.BF16, GgufType.Q8_0,
            GgufType.Q4_0, GgufType.Q4_1, GgufType.Q5_0, GgufType.Q5_1, GgufType.Q4_K, GgufType.Q5_K, GgufType.Q6_K);
    private static final double F32_BOUND = 1e-5;
    private static final double LEAST_COSINE = 0.998;
    private static final double GREATEST_DIVERGENCE = 2e-3;

    private final String title;
    private final KernelMemory memory;
    private final DecoderBackend backend;
    private final String architecture;
    private final long seed;

    /** @param memory of the backend */
    public DecoderSessionContract(String title, KernelMemory memory, DecoderBackend backend, String architecture,
            long seed) {
        this.title = title;
        this.memory = memory;
        this.backend = backend;
        this.architecture = architecture;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "decoder " + architecture + ", " + title + ": agrees with the reference";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        for (GgufType type : TYPES) {
            boolean isLarge = type.blockElements() == 256;
            RandomDecoders.Sizes sizes = isLarge ? new RandomDecoders.Sizes(VOCABULARY, 256, 4, 2, 64, 256, 2)
                    : new RandomDecoders.Sizes(VOCABULARY, 96, 6, 2, 16, 160, 2);
            Decoder decoder = new RandomDecoders(random.bits()).decoder(architecture, type, sizes);
            one(check, type, decoder, random.below(VOCABULARY, TOKENS));
        }
        refusals(check, new RandomDecoders(seed).decoder(architecture, GgufType.F32,
                new RandomDecoders.Sizes(VOCABULARY, 32, 2, 1, 16, 32, 1)));
    }

    /** What cannot be opened leaves no memory taken. */
    private void refusals(Check check, Decoder decoder) {
        long used = memory.usedBytes();
        WeightMatrix output = decoder.tensors().output();
        byte[] file = output.read(0, output.rows());
        file[file.length - 1] = 0x7F;
        file[file.length - 2] = (byte) 0xC0;
        check.fails("a weight that is NaN", DamagedData.class, () -> backend.open(with(decoder,
                new WeightMatrix("output.weight", output.type(), output.rows(), output.columns(), Slices.of(file),
                        0))));
        check.fails("a type without kernels", Unsupported.class, () -> backend.open(with(decoder,
                new WeightMatrix("output.weight", GgufType.Q2_K, VOCABULARY, 256, Slices.of(new byte[0]), 0))));
        check.fails("rows that no vector takes whole", Unsupported.class, () -> backend.open(with(decoder,
                new WeightMatrix("output.weight", GgufType.F32, VOCABULARY, 30, Slices.of(new byte[0]), 0))));
        check.equal("memory after refusals", used, memory.usedBytes());
    }

    private static Decoder with(Decoder decoder, WeightMatrix output) {
        DecoderTensors tensors = decoder.tensors();
        return new Decoder(decoder.spec(),
                new DecoderTensors(tensors.embedding(), tensors.layers(), tensors.outputNorm(), output));
    }

    private void one(Check check, GgufType type, Decoder decoder, int[] tokens) {
        String what = "seed " + seed + ", " + architecture + ", " + type;
        // The first decoder starts the threads, which keep what they have taken.
        backend.open(decoder).close();
        long used = memory.usedBytes();
        DecoderSession session = backend.open(decoder);
        DecoderSequence alone = session.open(TOKENS + 5);
        DecoderSequence together = session.open(TOKENS + 5);
        DecoderSequence reference = new ReferenceDecoder(decoder).open(TOKENS);
        float[][] stepwise = new float[TOKENS][];
        for (int i = 0; i < TOKENS; i++) {
            alone.step(tokens[i]);
            stepwise[i] = logits(alone);
            reference.step(tokens[i]);
            compare(check, what + ", token " + i, type, logits(reference), stepwise[i]);
        }
        together.prefill(tokens, 0, TOKENS);
        Bits.same(check, what + ": all at once", stepwise[TOKENS - 1], logits(together));
        DecoderSequence copy = together.fork();
        together.step(tokens[0]);
        check.equal(what + ": the copy stays", TOKENS, copy.position());
        Bits.same(check, what + ": the copy's logits", stepwise[TOKENS - 1], logits(copy));
        check.equal(what + ": cut", 2, copy.truncate(2));
        check.fails(what + ": logits of a cut sequence", InvalidInput.class, () -> logits(copy));
        copy.prefill(tokens, 2, 5);
        copy.prefill(tokens, 5, TOKENS);
        Bits.same(check, what + ": after a cut, in parts", stepwise[TOKENS - 1], logits(copy));
        check.fails(what + ": a token outside the vocabulary", InvalidInput.class, () -> copy.step(VOCABULARY));
        check.fails(what + ": more than the capacity", InvalidInput.class,
                () -> copy.prefill(new int[TOKENS], 0, TOKENS));
        check.equal(what + ": nothing was evaluated", TOKENS, copy.position());
        check.fails(what + ": no capacity", InvalidInput.class, () -> session.open(0));
        session.close();
        check.equal(what + ": memory is given back", used, memory.usedBytes());
    }

    private static float[] logits(DecoderSequence sequence) {
        float[] logits = new float[VOCABULARY];
        sequence.logits(logits);
        return logits;
    }

    private static void compare(Check check, String what, GgufType type, float[] expected, float[] found) {
        int n = expected.length;
        double mean = 0;
        double squares = 0;
        double differences = 0;
        double dot = 0;
        double length = 0;
        for (int i = 0; i < n; i++) {
            mean += expected[i] / n;
            squares += (double) expected[i] * expected[i];
            differences += Math.pow(expected[i] - found[i], 2);
            dot += (double) expected[i] * found[i];
            length += (double) found[i] * found[i];
        }
        double deviation = Math.sqrt(squares / n - mean * mean);
        double relative = Math.sqrt(differences / n) / deviation;
        if (type.blockElements() == 1) {
            check.isTrue(what + ": rms/sd " + relative, relative <= F32_BOUND);
            return;
        }
        double cosine = dot / Math.sqrt(squares * length);
        double divergence = divergence(expected, found);
        check.isTrue(what + ": cosine " + cosine, cosine >= LEAST_COSINE);
        check.isTrue(what + ": KL divergence " + divergence, divergence <= GREATEST_DIVERGENCE);
    }

    /** The Kullback-Leibler divergence of the softmax of found logits from that of expected ones. */
    private static double divergence(float[] expected, float[] found) {
        double a = logSum(expected);
        double b = logSum(found);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += Math.exp(expected[i] - a) * (expected[i] - a - found[i] + b);
        }
        return sum;
    }

    private static double logSum(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        return greatest + Math.log(sum);
    }
}
