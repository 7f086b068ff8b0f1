package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderTensors;
import dev.tabitat.core.model.decoder.WeightMatrix;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.kernel.decoder.BlockFormat;
import dev.tabitat.kernels.kernel.decoder.DecoderLibrary;
import dev.tabitat.kernels.kernel.decoder.FloatFormat;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a decoder in kernel memory, in one region: matrices packed while they are read, each byte of the file
 * once; vectors as they are. Tied embeddings are there once.
 */
final class DecoderWeights {

    /** Bytes of rows that are read at a time; more when one row is longer. */
    private static final int READ_BYTES = 1 << 20;

    private final KernelMemory memory;
    private final Region region;
    private final Map<WeightMatrix, PlacedMatrix> matrices = new IdentityHashMap<>();
    private final Map<float[], Integer> vectors = new IdentityHashMap<>();
    private long products;

    /** Places of matrices and vectors, from the start of a region that does not exist yet. */
    private static final class Places {

        private final List<WeightMatrix> matrices = new ArrayList<>();
        private final List<Long> matricesAt = new ArrayList<>();
        private final List<float[]> vectors = new ArrayList<>();
        private final List<Long> vectorsAt = new ArrayList<>();
        private long end;
        private int longestRow;

        Places(DecoderTensors tensors) {
            add(tensors.embedding());
            if (!tensors.isTied()) {
                add(tensors.output());
            }
            add(tensors.outputNorm());
            for (DecoderTensors.Layer layer : tensors.layers()) {
                for (WeightMatrix matrix : layer.matrices()) {
                    add(matrix);
                }
                for (float[] vector : List.of(layer.attentionNorm(), layer.queryBias(), layer.keyBias(),
                        layer.valueBias(), layer.queryNorm(), layer.keyNorm(), layer.postAttentionNorm(),
                        layer.feedForwardNorm(), layer.postFeedForwardNorm())) {
                    add(vector);
                }
            }
        }

        private void add(WeightMatrix matrix) {
            matrices.add(matrix);
            matricesAt.add(end);
            end += KernelMemory.aligned(PlacedMatrix.of(matrix, 0).bytes());
            longestRow = Math.max(longestRow, matrix.rowBytes());
        }

        private void add(float[] vector) {
            vectors.add(vector);
            vectorsAt.add(end);
            end += KernelMemory.aligned(4L * vector.length);
        }
    }

    private DecoderWeights(KernelMemory memory, Region region) {
        this.memory = memory;
        this.region = region;
    }

    /**
     * Reads and packs the weights.
     *
     * @param packing the module of {@link DecoderLibrary#packingModule}
     * @throws OutOfBudget when there is not enough memory; nothing is taken then
     * @throws DamagedData when a float or a scale of a block is NaN or infinite
     */
    static DecoderWeights load(KernelMemory memory, KernelModule packing, Decoder decoder) {
        Places places = new Places(decoder.tensors());
        if (places.end >= KernelMemory.LIMIT) {
            throw new OutOfBudget("The model is too large for the kernels' memory.", Finding.at("kernel memory")
                    .expected("less than " + KernelMemory.LIMIT + " bytes").found(places.end + " bytes")
                    .remedy("Choose a smaller model, or one with fewer bits a weight."));
        }
        Region region = memory.take(places.end, "a model");
        DecoderWeights weights = new DecoderWeights(memory, region);
        for (DecoderTensors.Layer layer : decoder.tensors().layers()) {
            for (WeightMatrix matrix : layer.matrices()) {
                weights.products += (long) matrix.rows() * matrix.columns();
            }
        }
        try {
            Region window = memory.take(Math.max(READ_BYTES, places.longestRow), "reading a model");
            try {
                weights.fill(places, packing, window);
            } finally {
                memory.giveBack(window);
            }
            return weights;
        } catch (TabitatException e) {
            weights.free();
            throw e;
        }
    }

    private void fill(Places places, KernelModule packing, Region window) {
        for (int i = 0; i < places.matrices.size(); i++) {
            WeightMatrix matrix = places.matrices.get(i);
            PlacedMatrix placed = PlacedMatrix.of(matrix, (int) (region.address() + places.matricesAt.get(i)));
            matrices.put(matrix, placed);
            read(matrix, placed, packing, window);
        }
        for (int i = 0; i < places.vectors.size(); i++) {
            float[] vector = places.vectors.get(i);
            int address = (int) (region.address() + places.vectorsAt.get(i));
            vectors.put(vector, address);
            memory.host().writeFloats(address, vector, 0, vector.length);
        }
    }

    private void read(WeightMatrix matrix, PlacedMatrix placed, KernelModule packing, Region window) {
        if (placed.isBlocks() && matrix.rows() % BlockFormat.PANEL != 0) {
            zeroLastPanel(placed);
        }
        int atOnce = Math.max(1, window.bytes() / matrix.rowBytes());
        for (int row = 0; row < matrix.rows(); row += atOnce) {
            int count = Math.min(atOnce, matrix.rows() - row);
            byte[] bytes = matrix.read(row, count);
            if (put(placed, packing, window, bytes, row, count) != 0) {
                throw new DamagedData("The model has weights that are not numbers.",
                        Finding.at("tensor " + matrix.name() + ", rows " + row + " to " + (row + count - 1))
                                .expected("finite numbers").found("NaN or infinity")
                                .remedy("Download the file again, or choose another."));
            }
        }
    }

    /** Puts rows in their places. @return 0 when their floats and scales are finite */
    private int put(PlacedMatrix matrix, KernelModule packing, Region window, byte[] bytes, int row, int count) {
        if (matrix.isBlocks()) {
            memory.host().write(window.address(), bytes, 0, bytes.length);
            return packing.call(DecoderLibrary.packing(matrix.blocks().get()), matrix.address(), window.address(),
                    matrix.inputUnits(), row, count);
        }
        FloatFormat format = matrix.floats().get();
        int address = matrix.address() + row * matrix.columns() * format.elementBytes();
        memory.host().write(address, bytes, 0, bytes.length);
        return packing.call(DecoderLibrary.check(format), address, count * matrix.columns());
    }

    /** Rows past the last of a matrix are zeros. */
    private void zeroLastPanel(PlacedMatrix matrix) {
        byte[] zeros = new byte[matrix.blocks().get().panelBytes(matrix.columns())];
        int panel = matrix.rows() / BlockFormat.PANEL;
        memory.host().write(matrix.address() + panel * zeros.length, zeros, 0, zeros.length);
    }

    PlacedMatrix matrix(WeightMatrix matrix) {
        return matrices.get(matrix);
    }

    /** The address of a vector. */
    int vector(float[] vector) {
        return vectors.get(vector);
    }

    /** Products of weights and one token's values in all layers. */
    long products() {
        return products;
    }

    long bytes() {
        return region.bytes();
    }

    void free() {
        memory.giveBack(region);
    }
}
