package dev.tabitat.core.importing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weights of a model in one or more safetensors files, read some rows at a time. Matrices in int8 with a scale a
 * row ({@code x.weight} I8 and {@code x.scale} F32) are read as the numbers that they stand for.
 */
public final class WeightSource {

    /** Bytes that are read at once, unless one row is longer. */
    static final int CHUNK_BYTES = 4 << 20;

    private static final String WEIGHT = ".weight";
    private static final String SCALE = ".scale";

    private final Map<String, Placed> tensors;

    private WeightSource(Map<String, Placed> tensors) {
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** A tensor and where it lies. */
    record Placed(SafetensorsOutline.Entry entry, Slices file, long at) {

        String name() {
            return entry.name();
        }

        DType dtype() {
            return entry.requireDtype();
        }

        int dimensions() {
            return entry.dims().size();
        }

        /** Rows of a matrix; anything else is one row. */
        long rows() {
            return dimensions() == 2 ? entry.dims().get(0) : 1;
        }

        /** Numbers of a row. */
        long columns() {
            return dimensions() == 2 ? entry.dims().get(1) : entry.elements();
        }

        boolean isFloat() {
            DType type = dtype();
            return type == DType.F32 || type == DType.F16 || type == DType.BF16 || type == DType.F64;
        }
    }

    /**
     * Opens files.
     *
     * @throws DamagedData when a file breaks its grammar, or two have a tensor of one name
     * @throws Unsupported naming a tensor of a type that is not read
     */
    public static WeightSource open(List<Slices> files) {
        Map<String, Placed> tensors = new TreeMap<>();
        for (Slices file : files) {
            SafetensorsOutline header = SafetensorsOutline.read(file, SafetensorsLimits.DEFAULT);
            for (SafetensorsOutline.Entry entry : header.entries()) {
                Placed placed = new Placed(entry, file, header.dataStart() + entry.begin());
                placed.dtype();
                if (tensors.put(entry.name(), placed) != null) {
                    throw new DamagedData("The files of a split model do not belong together.",
                            Finding.at("tensor " + entry.name()).expected("each tensor once").found("it in two files"));
                }
            }
        }
        return new WeightSource(tensors);
    }

    /** All tensors by name, but scales of matrices in int8, which belong to those. */
    List<Placed> weights() {
        List<Placed> weights = new ArrayList<>();
        for (Placed tensor : tensors.values()) {
            String base = tensor.name().endsWith(SCALE)
                    ? tensor.name().substring(0, tensor.name().length() - SCALE.length())
                    : "";
            Placed matrix = tensors.get(base + WEIGHT);
            if (base.isEmpty() || matrix == null || matrix.dtype() != DType.I8) {
                weights.add(tensor);
            }
        }
        return weights;
    }

    /** How many rows of a tensor make a chunk. */
    static int chunkRows(Placed tensor) {
        long rowBytes = Math.max(1, tensor.columns() * 8);
        return (int) Math.max(1, Math.min(tensor.rows(), CHUNK_BYTES / rowBytes));
    }

    /** Whether these are numbers that may be converted: floats, or int8 with scales. */
    boolean isConvertible(Placed tensor) {
        return tensor.isFloat() || scales(tensor) != null;
    }

    private Placed scales(Placed tensor) {
        if (tensor.dtype() != DType.I8 || tensor.dimensions() != 2 || !tensor.name().endsWith(WEIGHT)) {
            return null;
        }
        String base = tensor.name().substring(0, tensor.name().length() - WEIGHT.length());
        Placed scales = tensors.get(base + SCALE);
        return scales != null && scales.dtype() == DType.F32 && scales.entry().elements() == tensor.rows() ? scales
                : null;
    }

    /**
     * Some rows as floats.
     *
     * @return F32 [count, columns]
     * @throws DamagedData naming the row, when a number is not finite
     */
    Tensor floats(Placed tensor, long row, int count) {
        int columns = width(tensor);
        Shape shape = Shape.of(count, columns);
        Tensor part = new Tensor(tensor.dtype(), shape, raw(tensor, row, count), 0);
        int bad = part.firstNotFinite();
        if (bad >= 0) {
            throw new DamagedData("A weight is not a finite number.",
                    Finding.at("tensor " + tensor.name() + ", element " + (row * columns + bad))
                            .expected("finite values")
                            .found("NaN or infinity").remedy("Download the file again, or choose another model."));
        }
        float[] values = part.toFloats();
        Placed scales = scales(tensor);
        if (scales != null) {
            byte[] bytes = scales.file().read(scales.at() + 4 * row, 4 * count);
            float[] steps = new Tensor(DType.F32, Shape.of(count), bytes, 0).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= steps[i / columns];
            }
        }
        return tensor.dtype() == DType.F32 ? part : Tensor.ofFloats(shape, values);
    }

    /** Some rows as they are in the file. */
    byte[] raw(Placed tensor, long row, int count) {
        long rowBytes = tensor.columns() * tensor.dtype().bytes();
        return tensor.file().read(tensor.at() + row * rowBytes, (int) (count * rowBytes));
    }

    private static int width(Placed tensor) {
        if (tensor.columns() > CHUNK_BYTES * 16L) {
            throw new Unsupported("A row of a weight is too long.", Finding.at("tensor " + tensor.name())
                    .expected("rows of at most " + CHUNK_BYTES * 16L + " numbers").found(tensor.columns()));
        }
        return (int) tensor.columns();
    }
}
