package dev.tabitat.kernels.decoder;

import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.DecoderTensors;
import dev.tabitat.kernels.decoder.DecoderBuffers.Rows;
import dev.tabitat.kernels.decoder.DecoderBuffers.Value;
import dev.tabitat.kernels.kernel.decoder.BlockFormat;
import dev.tabitat.kernels.kernel.decoder.CacheLayout;
import dev.tabitat.kernels.kernel.decoder.DecoderKernel;

/**
 * The kernel calls of a step of a decoder: a few tokens through all layers, or the logits of one hidden state.
 *
 * <p>
 * Products are cut by panels of the matrix, so that each thread reads as many bytes; attention is cut by heads; what
 * works row by row is cut by tokens. With one token each thread normalizes it and makes its records for itself, which
 * costs less than to wait for another. Threads meet where one needs what another has made.
 */
final class DecoderPlan {

    private static final int PANEL = BlockFormat.PANEL;

    /** A part of something that is counted. */
    private record Slice(int from, int to) {

        int count() {
            return to - from;
        }
    }

    private final Decoder decoder;
    private final DecoderSpec spec;
    private final DecoderWeights weights;
    private final DecoderBuffers buffers;
    private final ProgramWriter program;
    private final int tokens;
    private final int threads;

    private DecoderPlan(Decoder decoder, DecoderWeights weights, DecoderBuffers buffers, ProgramWriter program,
            int tokens) {
        this.decoder = decoder;
        this.spec = decoder.spec();
        this.weights = weights;
        this.buffers = buffers;
        this.program = program;
        this.tokens = tokens;
        this.threads = program.threads();
    }

    /** Writes the calls that take tokens, {@link DecoderBuffers#write written} before, through all layers. */
    static void layers(Decoder decoder, DecoderWeights weights, DecoderBuffers buffers, ProgramWriter program,
            int tokens) {
        DecoderPlan plan = new DecoderPlan(decoder, weights, buffers, program, tokens);
        plan.embed();
        for (int layer = 0; layer < decoder.spec().layers().size(); layer++) {
            plan.attention(layer);
            plan.feedForward(decoder.tensors().layers().get(layer));
        }
    }

    /** Writes the calls that turn the first hidden state into logits. */
    static void logits(Decoder decoder, DecoderWeights weights, DecoderBuffers buffers, ProgramWriter program) {
        new DecoderPlan(decoder, weights, buffers, program, 1).logits();
    }

    private void embed() {
        PlacedMatrix embedding = weights.matrix(decoder.tensors().embedding());
        Rows hidden = buffers.of(Value.HIDDEN);
        for (int thread = 0; thread < threads; thread++) {
            Slice slice = slice(tokens, 1, thread);
            if (slice.count() > 0) {
                program.call(thread, embedding.rowKernel(), buffers.of(Value.ID).row(slice.from()),
                        embedding.address(), embedding.inputUnits(), hidden.row(slice.from()), hidden.rowBytes(),
                        slice.count(), bits(spec.multipliers().embedding()));
            }
        }
        program.barrier();
    }

    private void attention(int layer) {
        DecoderTensors.Layer tensors = decoder.tensors().layers().get(layer);
        PlacedMatrix query = weights.matrix(tensors.query());
        PlacedMatrix key = weights.matrix(tensors.key());
        PlacedMatrix value = weights.matrix(tensors.value());
        normalize(tensors.attentionNorm(), query.isBlocks() || key.isBlocks() || value.isBlocks());
        product(query, Value.NORMALIZED, Value.QUERIES, tensors.queryBias());
        product(key, Value.NORMALIZED, Value.KEYS, tensors.keyBias());
        product(value, Value.NORMALIZED, Value.VALUES, tensors.valueBias());
        program.barrier();
        place(layer, tensors);
        program.barrier();
        attend(layer);
        program.barrier();
        PlacedMatrix output = weights.matrix(tensors.attentionOutput());
        if (output.isBlocks()) {
            quantizeRows(Value.ATTENDED, output.columns());
        }
        addProduct(output, Value.ATTENDED, tensors.postAttentionNorm());
    }

    /** Normalizes and turns queries and keys, and stores keys and values. */
    private void place(int layer, DecoderTensors.Layer tensors) {
        Rows keys = buffers.of(Value.KEYS);
        for (int thread = 0; thread < threads; thread++) {
            Slice rows = isAlone() ? new Slice(0, 1) : slice(tokens, 1, thread);
            Slice heads = isAlone() ? slice(spec.heads(), 1, thread) : new Slice(0, spec.heads());
            turn(thread, layer, Value.QUERIES, rows, heads, tensors.queryNorm());
            boolean hasKeys = rows.count() > 0 && (!isAlone() || thread == threads - 1);
            if (hasKeys) {
                turn(thread, layer, Value.KEYS, rows, new Slice(0, spec.keyValueHeads()), tensors.keyNorm());
                program.call(thread, DecoderKernel.STORE_KEYS_AND_VALUES, buffers.step(),
                        layer * CacheLayout.LAYER_BYTES, keys.address(), buffers.of(Value.VALUES).address(),
                        keys.rowBytes(), rows.from(), rows.to(), spec.keyValueHeads());
            }
        }
    }

    private void turn(int thread, int layer, Value value, Slice rows, Slice heads, float[] norm) {
        if (rows.count() == 0 || heads.count() == 0) {
            return;
        }
        DecoderSpec.Layer layerSpec = spec.layers().get(layer);
        Rows x = buffers.of(value);
        int first = x.row(rows.from()) + 4 * heads.from() * spec.headWidth();
        if (spec.hasQueryKeyNorm()) {
            program.call(thread, DecoderKernel.RMS_NORM, first, x.rowBytes(), weights.vector(norm), first,
                    x.rowBytes(), spec.headWidth(), rows.count(), heads.count(), bits(spec.normEpsilon()));
        }
        int pairs = layerSpec.rotary().pairs();
        if (pairs > 0) {
            program.call(thread, spec.rotaryPairs() == DecoderSpec.RotaryPairs.HALVES ? DecoderKernel.ROTATE_HALVES
                    : DecoderKernel.ROTATE_NEIGHBOURS, first, x.rowBytes(), rows.count(), heads.count(),
                    spec.headWidth(), pairs, buffers.cosines(layerSpec.rotary()).row(rows.from()),
                    buffers.sines(layerSpec.rotary()).row(rows.from()));
        }
    }

    private void attend(int layer) {
        Rows queries = buffers.of(Value.QUERIES);
        Rows attended = buffers.of(Value.ATTENDED);
        for (int thread = 0; thread < threads; thread++) {
            Slice heads = slice(spec.heads(), 1, thread);
            if (heads.count() > 0) {
                program.call(thread, DecoderKernel.CACHED_ATTENTION, buffers.step(), layer * CacheLayout.LAYER_BYTES,
                        queries.address(), queries.rowBytes(), attended.address(), attended.rowBytes(), 0, tokens,
                        heads.from(), heads.to(), buffers.ownScores(thread));
            }
        }
    }

    private void feedForward(DecoderTensors.Layer tensors) {
        PlacedMatrix gate = weights.matrix(tensors.gate());
        PlacedMatrix up = weights.matrix(tensors.up());
        PlacedMatrix down = weights.matrix(tensors.down());
        normalize(tensors.feedForwardNorm(), gate.isBlocks() || up.isBlocks());
        Rows gated = buffers.of(Value.GATE);
        Rows upRows = buffers.of(Value.UP);
        Rows records = buffers.of(Value.GATE_RECORDS);
        for (int thread = 0; thread < threads; thread++) {
            // Whole blocks, so that a thread makes the records of what it has computed.
            Slice columns = slice(gate.rows(), BlockFormat.BLOCK, thread);
            if (columns.count() == 0) {
                continue;
            }
            product(thread, gate, input(thread, gate, Value.NORMALIZED), gated, columns, false);
            product(thread, up, input(thread, up, Value.NORMALIZED), upRows, columns, false);
            program.call(thread, spec.activation() == DecoderSpec.Activation.SILU ? DecoderKernel.GATED_SILU
                    : DecoderKernel.GATED_GELU, gated.address() + 4 * columns.from(),
                    upRows.address() + 4 * columns.from(), gated.rowBytes(), tokens, columns.count());
            if (down.isBlocks()) {
                program.call(thread, DecoderKernel.QUANTIZE_BLOCKS, gated.address() + 4 * columns.from(),
                        records.address() + 2 * columns.from(), columns.count(), gated.rowBytes(),
                        records.rowBytes(), tokens);
            }
        }
        program.barrier();
        addProduct(down, Value.GATE, tensors.postFeedForwardNorm());
    }

    private void logits() {
        PlacedMatrix output = weights.matrix(decoder.tensors().output());
        normalize(decoder.tensors().outputNorm(), output.isBlocks());
        for (int thread = 0; thread < threads; thread++) {
            Slice columns = slice(output.rows(), PANEL, thread);
            if (columns.count() > 0) {
                product(thread, output, input(thread, output, Value.NORMALIZED), new Rows(buffers.logits(), 0), columns,
                        false);
                if (spec.multipliers().logits() != 1) {
                    program.call(thread, DecoderKernel.SCALE, buffers.logits() + 4 * columns.from(),
                            wholePanels(columns), bits(spec.multipliers().logits()));
                }
            }
        }
        program.barrier();
    }

    private static int wholePanels(Slice columns) {
        return (columns.count() + PANEL - 1) / PANEL * PANEL;
    }

    /** Adds a product to the hidden state: directly, or normalized or scaled before. */
    private void addProduct(PlacedMatrix matrix, Value from, float[] norm) {
        boolean isDirect = !spec.hasSandwichNorms() && spec.multipliers().residual() == 1;
        Rows hidden = buffers.of(Value.HIDDEN);
        Rows output = buffers.of(Value.OUTPUT);
        for (int thread = 0; thread < threads; thread++) {
            Slice columns = slice(matrix.rows(), PANEL, thread);
            if (columns.count() > 0) {
                product(thread, matrix, input(thread, matrix, from), isDirect ? hidden : output, columns, isDirect);
            }
        }
        program.barrier();
        if (isDirect) {
            return;
        }
        for (int thread = 0; thread < threads; thread++) {
            Slice rows = slice(tokens, 1, thread);
            if (rows.count() == 0) {
                continue;
            }
            int y = output.row(rows.from());
            if (spec.hasSandwichNorms()) {
                program.call(thread, DecoderKernel.RMS_NORM, y, output.rowBytes(), weights.vector(norm), y,
                        output.rowBytes(), spec.width(), rows.count(), 1, bits(spec.normEpsilon()));
            }
            program.call(thread, DecoderKernel.ADD_SCALED, hidden.row(rows.from()), hidden.rowBytes(), y,
                    output.rowBytes(), rows.count(), spec.width(), bits(spec.multipliers().residual()));
        }
        program.barrier();
    }

    /** Normalized hidden states, and their records where they are needed. */
    private void normalize(float[] norm, boolean isQuantized) {
        Rows hidden = buffers.of(Value.HIDDEN);
        for (int thread = 0; thread < threads; thread++) {
            Slice rows = isAlone() ? new Slice(0, 1) : slice(tokens, 1, thread);
            if (rows.count() > 0) {
                Rows to = isAlone() ? buffers.ownNormalized(thread) : buffers.of(Value.NORMALIZED);
                program.call(thread, DecoderKernel.RMS_NORM, hidden.row(rows.from()), hidden.rowBytes(),
                        weights.vector(norm), to.row(rows.from()), to.rowBytes(), spec.width(), rows.count(), 1,
                        bits(spec.normEpsilon()));
                if (isQuantized) {
                    quantize(thread, to, rows, spec.width());
                }
            }
        }
        if (!isAlone()) {
            program.barrier();
        }
    }

    private void quantizeRows(Value value, int width) {
        for (int thread = 0; thread < threads; thread++) {
            Slice rows = isAlone() ? new Slice(0, 1) : slice(tokens, 1, thread);
            if (rows.count() > 0) {
                quantize(thread, buffers.of(value), rows, width);
            }
        }
        if (!isAlone()) {
            program.barrier();
        }
    }

    private void quantize(int thread, Rows from, Slice rows, int width) {
        Rows to = isAlone() ? buffers.ownRecords(thread) : buffers.of(Value.RECORDS);
        program.call(thread, DecoderKernel.QUANTIZE_BLOCKS, from.row(rows.from()), to.row(rows.from()), width,
                from.rowBytes(), to.rowBytes(), rows.count());
    }

    /** What a product reads: records for blocks, values for floats. */
    private Rows input(int thread, PlacedMatrix matrix, Value value) {
        if (value == Value.GATE) {
            return buffers.of(matrix.isBlocks() ? Value.GATE_RECORDS : Value.GATE);
        }
        if (matrix.isBlocks()) {
            return isAlone() ? buffers.ownRecords(thread) : buffers.of(Value.RECORDS);
        }
        return isAlone() && value == Value.NORMALIZED ? buffers.ownNormalized(thread) : buffers.of(value);
    }

    private void product(PlacedMatrix matrix, Value from, Value to, float[] bias) {
        Rows y = buffers.of(to);
        boolean hasBias = spec.hasQueryKeyValueBias();
        for (int thread = 0; thread < threads; thread++) {
            Slice columns = slice(matrix.rows(), PANEL, thread);
            if (columns.count() == 0) {
                continue;
            }
            if (hasBias) {
                program.call(thread, DecoderKernel.FILL_ROWS, y.address() + 4 * columns.from(), y.rowBytes(),
                        weights.vector(bias) + 4 * columns.from(), tokens, 4 * columns.count());
            }
            product(thread, matrix, input(thread, matrix, from), y, columns, hasBias);
        }
    }

    /** @param columns outputs, from a whole panel on */
    private void product(int thread, PlacedMatrix matrix, Rows x, Rows y, Slice columns, boolean isAdded) {
        int from = matrix.isBlocks() ? columns.from() / PANEL : columns.from();
        int to = matrix.isBlocks() ? (columns.to() + PANEL - 1) / PANEL : columns.to();
        program.call(thread, matrix.kernel(), x.address(), x.rowBytes(), matrix.address(), y.address(), y.rowBytes(),
                tokens, from, to, matrix.inputUnits(), isAdded ? 1 : 0);
    }

    /** Whether there is one token, for which threads do small work each for itself. */
    private boolean isAlone() {
        return tokens == 1;
    }

    /** A thread's part of so many, in whole groups, as even as can be. */
    private Slice slice(int count, int group, int thread) {
        int groups = (count + group - 1) / group;
        return new Slice(Math.min(count, groups * thread / threads * group),
                Math.min(count, groups * (thread + 1) / threads * group));
    }

    private static int bits(float value) {
        return Float.floatToIntBits(value);
    }
}
