package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named tensors in one file.
 *
 * <pre>
 * file    = length header data
 * length  = u64 little-endian, bytes of header
 * header  = JSON object: tensor name → {"dtype", "shape", "data_offsets": [begin, end)}, and optionally
 *           "__metadata__" → object of strings
 * data    = the tensors' elements, row-major, little-endian, without holes or overlaps
 * </pre>
 *
 * Source: the safetensors format description of the Hugging Face safetensors repository.
 */
public final class Safetensors implements TensorFile {

    private static final long MAX_WRITTEN = 1 << 30;

    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    /** Tensors and notes by name; both are kept sorted by name. */
    public Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    public Map<String, Tensor> tensors() {
        return tensors;
    }

    @Override
    public Map<String, TensorType> types() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            types.put(tensor.getKey(), new TensorType(tensor.getValue().dtype(), tensor.getValue().shape()));
        }
        return types;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** A tensor by name. @throws DamagedData when there is none */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new DamagedData(
                    "A tensor is missing.",
                    Finding.at("tensor " + name).expected("a tensor of that name").found("only " + tensors.keySet()));
        }
        return tensor;
    }

    /** A tensor of this type and shape, all finite. @throws DamagedData when it is another or holds NaN or infinity */
    public Tensor tensor(String name, DType dtype, Shape shape) {
        Tensor tensor = tensor(name);
        if (tensor.dtype() != dtype || !tensor.shape().equals(shape)) {
            throw new DamagedData(
                    "A tensor has another type or shape.",
                    Finding.at("tensor " + name).expected(dtype + " " + shape)
                            .found(tensor.dtype() + " " + tensor.shape()));
        }
        requireFinite(name);
        return tensor;
    }

    /** @throws DamagedData naming the element, when a tensor holds NaN or infinity */
    public void requireFinite(String name) {
        int at = tensor(name).firstNotFinite();
        if (at >= 0) {
            throw notFinite(name, at);
        }
    }

    /** The error for an element that is NaN or infinity. */
    public static DamagedData notFinite(String name, int element) {
        return new DamagedData("A weight is not a finite number.",
                Finding.at("tensor " + name + ", element " + element).expected("finite values")
                        .found("NaN or infinity"));
    }

    /** Reads a whole file; the tensors share its bytes. @throws DamagedData when the file breaks the grammar */
    public static Safetensors read(byte[] file) {
        return read(file, SafetensorsLimits.DEFAULT);
    }

    /** As {@link #read(byte[])}, within the given limits. */
    public static Safetensors read(byte[] file, SafetensorsLimits limits) {
        SafetensorsOutline.requireKind(file);
        return readVerified(file, limits);
    }

    /**
     * As {@link #read(byte[])}, for a file of a package that was verified: it is not compared with other formats, so
     * that programs which read no other files do without them.
     */
    public static Safetensors readVerified(byte[] file) {
        return readVerified(file, SafetensorsLimits.DEFAULT);
    }

    private static Safetensors readVerified(byte[] file, SafetensorsLimits limits) {
        SafetensorsHeader header = SafetensorsHeader.read(file, file.length, limits);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            tensors.put(entry.name(),
                    new Tensor(entry.type().dtype(), entry.type().shape(), file, (int) entry.begin()));
        }
        return new Safetensors(tensors, header.metadata());
    }

    /**
     * Writes a file: names sorted, the header padded with spaces so that the data start on a multiple of 8.
     *
     * @throws InvalidInput when a tensor has the name of the notes, or everything together is over 1 GiB
     */
    public byte[] write() {
        requireWritable();
        List<SafetensorsOutline.Entry> entries = new ArrayList<>();
        int end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            List<Long> dims = new ArrayList<>();
            for (int dim : tensor.shape().dims()) {
                dims.add((long) dim);
            }
            entries.add(new SafetensorsOutline.Entry(entry.getKey(), tensor.dtype().name(), dims, end,
                    end + tensor.byteLength()));
            end += tensor.byteLength();
        }
        byte[] header = SafetensorsOutline.encode(entries, metadata);
        byte[] file = java.util.Arrays.copyOf(header, header.length + end);
        int at = header.length;
        for (Tensor tensor : tensors.values()) {
            System.arraycopy(tensor.bytes(), tensor.offset(), file, at, tensor.byteLength());
            at += tensor.byteLength();
        }
        return file;
    }

    private void requireWritable() {
        long total = 0;
        for (Tensor tensor : tensors.values()) {
            total += tensor.byteLength();
        }
        if (total > MAX_WRITTEN || tensors.containsKey(SafetensorsOutline.METADATA)) {
            throw new InvalidInput(
                    "These tensors cannot be written into one file.",
                    Finding.at("safetensors")
                            .expected("at most " + MAX_WRITTEN + " bytes, none named " + SafetensorsOutline.METADATA)
                            .found(total + " bytes"));
        }
    }
}
