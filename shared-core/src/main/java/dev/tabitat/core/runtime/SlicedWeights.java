package dev.tabitat.core.runtime;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights of a layout, read from safetensors files tensor by tensor; of tables only the rows that are needed. */
public final class SlicedWeights implements WeightReader {

    private final WeightLayout layout;
    private final Map<String, Placed> places;

    /** A tensor and where it lies. */
    private record Placed(TensorType type, Slices file, long begin) {

        /** Bytes of a row of a matrix, or of an element. */
        long rowBytes() {
            long elements = type.shape().rank() == 2 ? type.shape().dim(1) : 1;
            return elements * type.dtype().bytes();
        }
    }

    private SlicedWeights(WeightLayout layout, Map<String, Placed> places) {
        this.layout = layout;
        this.places = places;
    }

    /** The header of several files as one. @throws DamagedData when a file breaks its grammar */
    public static SafetensorsHeader header(List<Slices> files) {
        List<SafetensorsHeader> headers = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (Slices file : files) {
            headers.add(header(file));
            lengths.add(file.length());
        }
        return headers.size() == 1 ? headers.get(0) : SafetensorsHeader.joined(headers, lengths);
    }

    private static SafetensorsHeader header(Slices file) {
        byte[] head = file.read(0, (int) Math.min(FileKind.HEAD_BYTES, file.length()));
        int needed = SafetensorsHeader.bytes(head, file.length(), SafetensorsLimits.DEFAULT);
        return SafetensorsHeader.read(file.read(0, needed), file.length(), SafetensorsLimits.DEFAULT);
    }

    /** @param files that have the layout's tensors */
    public static SlicedWeights of(WeightLayout layout, List<Slices> files) {
        Map<String, Placed> places = new LinkedHashMap<>();
        for (Slices file : files) {
            for (SafetensorsHeader.Entry entry : header(file).entries()) {
                places.put(entry.name(), new Placed(entry.type(), file, entry.begin()));
            }
        }
        return new SlicedWeights(layout, places);
    }

    @Override
    public Tensor read(String name) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (WeightLayout.Part part : layout.parts().get(name)) {
            for (String tensor : part.tensors()) {
                if (!tensors.containsKey(tensor)) {
                    tensors.put(tensor, whole(tensor));
                }
            }
        }
        return layout.weight(name, tensors);
    }

    private Tensor whole(String name) {
        Placed placed = place(name);
        byte[] bytes = placed.file().read(placed.begin(), (int) placed.type().bytes());
        return finite(name, new Tensor(placed.type().dtype(), placed.type().shape(), bytes, 0));
    }

    private Placed place(String name) {
        Placed placed = places.get(name);
        if (placed == null) {
            throw new DamagedData("A tensor is missing.",
                    Finding.at("tensor " + name).expected("a tensor of that name").found("none"));
        }
        return placed;
    }

    private static Tensor finite(String name, Tensor tensor) {
        int odd = tensor.firstNotFinite();
        if (odd >= 0) {
            throw Safetensors.notFinite(name, odd);
        }
        return tensor;
    }

    @Override
    public Tensor rows(String name, int... rows) {
        List<WeightLayout.Part> parts = layout.parts().get(name);
        DType dtype = layout.graph().dtype(name);
        Shape shape = layout.graph().shape(name);
        Shape wanted = shape.rank() == 2 ? Shape.of(rows.length, shape.dim(1)) : Shape.of(rows.length);
        WeightLayout.Part part = parts.get(0);
        if (parts.size() > 1 || part instanceof WeightLayout.Computed) {
            return WeightReader.picked(read(name), rows);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int first = part instanceof WeightLayout.Stored stored && shape.rank() == 2 ? stored.from() / shape.dim(1) : 0;
        for (String tensor : part.tensors()) {
            tensors.put(tensor, some(tensor, first, rows));
        }
        WeightLayout.Part few = part instanceof WeightLayout.Expanded packed
                ? new WeightLayout.Expanded(packed.tensor(), packed.multipliers(), packed.scales(), rows.length,
                        packed.columns())
                : new WeightLayout.Stored(part.tensors().get(0), 0, wanted.elements());
        return WeightLayout.part(few, dtype, wanted, tensors);
    }

    private Tensor some(String name, int first, int... rows) {
        Placed placed = place(name);
        int bytes = (int) placed.rowBytes();
        byte[] all = new byte[rows.length * bytes];
        for (int i = 0; i < rows.length; i++) {
            byte[] row = placed.file().read(placed.begin() + (long) (first + rows[i]) * bytes, bytes);
            System.arraycopy(row, 0, all, i * bytes, bytes);
        }
        Shape shape = placed.type().shape();
        return finite(name, new Tensor(placed.type().dtype(),
                shape.rank() == 2 ? Shape.of(rows.length, shape.dim(1)) : Shape.of(rows.length), all, 0));
    }
}
