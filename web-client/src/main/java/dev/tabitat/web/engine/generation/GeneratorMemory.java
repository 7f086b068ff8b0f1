package dev.tabitat.web.engine.generation;

import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.generation.DecoderMemory;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSpec;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory that a decoder needs for a context, term by term: its weights; keys and values in F32 with the values of a
 * part of a prompt; its vocabulary, {@link #TOKEN_BYTES} bytes a token.
 *
 * @param loadedBytes what other models hold
 * @param available what models may use here, where known
 */
record GeneratorMemory(Decoder decoder, long loadedBytes, OptionalLong available) {

    /** The context of a call that asks for none, where model and memory have as much. */
    static final int USUAL_CONTEXT = 4096;
    private static final int CONTEXT_STEP = 256;
    private static final int TOKEN_BYTES = 64;
    private static final DecoderMemory ARITHMETIC = new DecoderMemory(Float.BYTES, 32, false);

    FitArithmetic fit(int context) {
        DecoderSpec spec = decoder.spec();
        return FitArithmetic.of(List.of(
                new FitTerm(FitTerm.Name.WEIGHTS, DecoderMemory.weights(spec, decoder.tensors()), Known.CHECKED),
                new FitTerm(FitTerm.Name.ACTIVATIONS,
                        ARITHMETIC.cache(spec, context) + ARITHMETIC.buffers(spec, context), Known.ESTIMATED),
                new FitTerm(FitTerm.Name.VOCABULARY, (long) TOKEN_BYTES * spec.vocabulary(), Known.ESTIMATED),
                new FitTerm(FitTerm.Name.LOADED, loadedBytes, Known.MEASURED)), available);
    }

    /**
     * The context of a call.
     *
     * @param wanted what was asked for; 0 to choose: {@link #USUAL_CONTEXT} or what the prompt needs, and less where
     * the memory is short
     * @param needed tokens of the prompt, and one more
     * @throws OutOfBudget with the arithmetic when it does not fit into memory
     */
    int context(int wanted, int needed) {
        int most = decoder.spec().contextLength();
        int context = wanted > 0 ? wanted : Math.min(most, Math.max(USUAL_CONTEXT, needed));
        while (wanted == 0 && isTooLarge(context) && context - CONTEXT_STEP >= Math.max(CONTEXT_STEP, needed)) {
            context = (context - 1) / CONTEXT_STEP * CONTEXT_STEP;
        }
        if (isTooLarge(context)) {
            FitArithmetic fit = fit(context);
            throw new OutOfBudget("There is not enough memory for this model with this context.",
                    Finding.at("num_ctx " + context).expected(words(fit) + " = " + fit.totalBytes() + " bytes")
                            .found(available.orElse(0) + " bytes for models here")
                            .remedy("Choose a smaller num_ctx, close other tabs, or take a smaller model."));
        }
        return context;
    }

    private boolean isTooLarge(int context) {
        return fit(context).verdict() == FitArithmetic.Verdict.TOO_LARGE;
    }

    private static String words(FitArithmetic fit) {
        StringBuilder words = new StringBuilder();
        for (FitTerm term : fit.terms()) {
            words.append(words.length() == 0 ? "" : " + ").append(term.name().id()).append(' ').append(term.bytes());
        }
        return words.toString();
    }
}
