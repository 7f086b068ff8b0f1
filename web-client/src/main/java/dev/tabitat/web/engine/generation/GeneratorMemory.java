package dev.tabitat.web.engine.generation;

import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.model.decoder.DecoderSpec;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory that a decoder needs, by its sizes: the weights, the keys and values of a context in F32, and the values of
 * {@link #BLOCK} tokens that are read at once with the logits of one.
 */
final class GeneratorMemory {

    /** The context of a call that asks for none, where the model has as much. */
    static final int USUAL_CONTEXT = 4096;
    /** What a context shrinks to at most when memory is short. */
    private static final int LEAST_CONTEXT = 512;
    private static final int BLOCK = 32;
    private static final int VALUE_BYTES = 4;
    private static final int TOKEN_BYTES = 64;

    private GeneratorMemory() {}

    static long cacheBytes(DecoderSpec spec, long context) {
        return 2L * VALUE_BYTES * spec.layers().size() * spec.keyValueWidth() * context;
    }

    /** @param loadedBytes what other models hold */
    static FitArithmetic fit(DecoderSpec spec, long weightBytes, long context, long loadedBytes,
            OptionalLong available) {
        long block = (long) BLOCK * VALUE_BYTES
                * (6L * spec.width() + 2L * spec.feedForwardWidth() + 2L * spec.queryWidth());
        long logits = (long) VALUE_BYTES * 2 * spec.vocabulary();
        return FitArithmetic.of(List.of(new FitTerm(FitTerm.Name.WEIGHTS, weightBytes, Known.CHECKED),
                new FitTerm(FitTerm.Name.ACTIVATIONS, cacheBytes(spec, context) + block + logits, Known.ESTIMATED),
                new FitTerm(FitTerm.Name.VOCABULARY, (long) TOKEN_BYTES * spec.vocabulary(), Known.ESTIMATED),
                new FitTerm(FitTerm.Name.LOADED, loadedBytes, Known.MEASURED)), available);
    }

    /**
     * The context for a prompt.
     *
     * @param wanted what was asked for; empty for one that holds the prompt and its answer, is otherwise
     * {@link #USUAL_CONTEXT} and smaller where memory is short
     * @param needed tokens of prompt and answer
     * @throws OutOfBudget with the arithmetic when it does not fit into memory
     */
    static int context(DecoderSpec spec, OptionalLong wanted, long needed, long weightBytes, long loadedBytes,
            OptionalLong available) {
        long most = spec.contextLength();
        long context = wanted.isPresent() ? wanted.getAsLong() : Math.min(most, Math.max(USUAL_CONTEXT, needed));
        FitArithmetic fit = fit(spec, weightBytes, context, loadedBytes, available);
        while (wanted.isEmpty() && isTooLarge(fit) && context > LEAST_CONTEXT && context / 2 >= needed) {
            context /= 2;
            fit = fit(spec, weightBytes, context, loadedBytes, available);
        }
        if (isTooLarge(fit)) {
            throw new OutOfBudget("There is not enough memory for this model with this context.",
                    Finding.at("num_ctx " + context).expected(words(fit) + " = " + fit.totalBytes() + " bytes")
                            .found(available.getAsLong() + " bytes for models here")
                            .remedy("Choose a smaller num_ctx, close other tabs, or take a smaller model."));
        }
        return (int) context;
    }

    private static boolean isTooLarge(FitArithmetic fit) {
        return fit.verdict() == FitArithmetic.Verdict.TOO_LARGE;
    }

    private static String words(FitArithmetic fit) {
        StringBuilder words = new StringBuilder();
        for (FitTerm term : fit.terms()) {
            words.append(words.length() == 0 ? "" : " + ").append(term.name().id()).append(' ').append(term.bytes());
        }
        return words.toString();
    }
}
