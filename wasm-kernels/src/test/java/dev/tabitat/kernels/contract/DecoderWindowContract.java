package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.decoder.DecoderBackend;

/**
 * Layers with a window keep few positions: a text longer than those gives what the reference gives, and a cut to where
 * their keys are gone starts again from nothing.
 */
final class DecoderWindowContract implements Contract {

    private static final int TOKENS = 150;
    private static final int VOCABULARY = 24;
    /** The window of 5 and a step of 128, in whole groups of four. */
    private static final int SLOTS = 136;
    private static final double BOUND = 2e-5;

    private final KernelMemory memory;
    private final DecoderBackend backend;
    private final long seed;

    DecoderWindowContract(KernelMemory memory, DecoderBackend backend, long seed) {
        this.memory = memory;
        this.backend = backend;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "decoder with windows: a text longer than what its layers keep";
    }

    @Override
    public void run(Check check) {
        Decoder decoder = new RandomDecoders(seed).decoder("gemma3", GgufType.F32,
                new RandomDecoders.Sizes(VOCABULARY, 16, 2, 1, 8, 24, 3));
        int[] tokens = new Numbers(seed).below(VOCABULARY, TOKENS);
        DecoderSession session = backend.open(decoder);
        DecoderSequence reference = new ReferenceDecoder(decoder).open(TOKENS);
        reference.prefill(tokens, 0, TOKENS);
        float[] expected = logits(reference);
        DecoderSequence whole = session.open(TOKENS);
        whole.prefill(tokens, 0, TOKENS);
        float[] found = logits(whole);
        for (int i = 0; i < VOCABULARY; i++) {
            check.isTrue("seed " + seed + ", logit " + i + ": expected " + expected[i] + ", found " + found[i],
                    Math.abs(expected[i] - found[i]) <= BOUND * Math.max(1, Math.abs(expected[i])));
        }
        DecoderSequence parts = session.open(TOKENS);
        parts.prefill(tokens, 0, 3);
        for (int at = 3; at < TOKENS - 7; at += 28) {
            parts.prefill(tokens, at, Math.min(at + 28, TOKENS - 7));
        }
        for (int at = TOKENS - 7; at < TOKENS; at++) {
            parts.step(tokens[at]);
        }
        Bits.same(check, "in other parts", found, logits(parts));
        int earliest = TOKENS - SLOTS + 4;
        check.equal("a cut to where all keys are kept", earliest, whole.truncate(earliest));
        whole.prefill(tokens, earliest, TOKENS);
        Bits.same(check, "after the cut", found, logits(whole));
        check.equal("a cut to where some are gone", 0, whole.truncate(earliest - 1));
        whole.prefill(tokens, 0, TOKENS);
        Bits.same(check, "after starting again", found, logits(whole));
        session.close();
        check.equal("memory is given back", 0L, memory.usedBytes());
    }

    private static float[] logits(DecoderSequence sequence) {
        float[] logits = new float[VOCABULARY];
        sequence.logits(logits);
        return logits;
    }
}
