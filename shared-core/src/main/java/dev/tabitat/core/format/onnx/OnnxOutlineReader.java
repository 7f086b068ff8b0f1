package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.SliceReader;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one {@link OnnxOutline}: copies everything that is no weight into a small model, which {@link OnnxReader}
 * reads, and of each weight the name, type and shape.
 */
final class OnnxOutlineReader {

    private static final int VARINT = 0;
    private static final int EIGHT = 1;
    private static final int LENGTH = 2;
    private static final int FOUR = 5;
    private static final int LARGEST_WINDOW = 1 << 18;
    private static final int MAX_NAME = 1 << 16;
    private static final long MAX_ELEMENTS = 1L << 53;
    private static final Set<Integer> MODEL_FIELDS = Set.of(1, 5, 8, 25);
    private static final Set<Integer> GRAPH_FIELDS = Set.of(1, 11, 12, 15);

    private final SliceReader in;
    private final Slices file;
    private final OnnxLimits limits;
    private final long maxCopied;
    private final List<OnnxOutline.Weight> weights = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int tag;

    OnnxOutlineReader(Slices file, OnnxLimits limits, long budget) {
        this.file = file;
        this.limits = limits;
        maxCopied = Math.min(limits.maxFileBytes(), budget);
        in = new SliceReader(file, "ONNX", LARGEST_WINDOW, budget);
    }

    OnnxOutline read() {
        FileKind kind = FileKind.of(file);
        Optional<DamagedData> other = kind.insteadOf(FileKind.ONNX, "ONNX model", "byte 0");
        if (other.isPresent() && kind != FileKind.TEXT && kind != FileKind.ZEROS) {
            throw other.get();
        }
        Copy model = new Copy();
        Copy graph = null;
        while (in.remaining() > 0) {
            next("ModelProto");
            if (tag != (7 << 3 | LENGTH)) {
                value(MODEL_FIELDS.contains(tag >>> 3) ? model : null, "ModelProto");
                continue;
            }
            if (graph != null) {
                throw in.damaged("A field occurs twice.", "ModelProto.graph", "one value", "another one");
            }
            graph = graph(length("ModelProto.graph", in.position() + in.remaining()));
        }
        if (graph != null) {
            model.varint(7 << 3 | LENGTH);
            model.varint(graph.length);
            model.bytes(graph.bytes, graph.length);
        }
        byte[] small = Arrays.copyOf(model.bytes, model.length);
        return new OnnxOutline(OnnxReader.read(small, limits, names), weights);
    }

    private Copy graph(long length) {
        Copy copy = new Copy();
        long end = in.position() + length;
        while (in.position() < end) {
            next("GraphProto");
            if (tag == (5 << 3 | LENGTH)) {
                weight(stop("GraphProto.initializer", end));
            } else {
                value(GRAPH_FIELDS.contains(tag >>> 3) ? copy : null, "GraphProto");
            }
            requireWithin(end, "GraphProto");
        }
        return copy;
    }

    private void next(String message) {
        long read = in.varint(message);
        if (read >>> 3 == 0 || read >>> 32 != 0) {
            throw in.damaged("A field has no valid number.", message, "a number from 1 to 2^29 - 1",
                    "tag 0x" + Long.toHexString(read));
        }
        tag = (int) read;
    }

    private void requireWithin(long end, String message) {
        if (in.position() > end) {
            throw in.damaged("A length goes past the end.", message, "at most up to byte " + end,
                    "a field up to byte " + in.position());
        }
    }

    /** A length that is followed by as many bytes. @param end of the message around */
    private long length(String what, long end) {
        long length = in.varint(what);
        if (length < 0 || length > end - in.position()) {
            throw in.damaged("A length goes past the end.", what, "at most " + (end - in.position()) + " bytes",
                    length < 0 ? "2^63 or more" : length);
        }
        return length;
    }

    /** Where a field of this length ends. */
    private long stop(String what, long end) {
        long length = length(what, end);
        return in.position() + length;
    }

    /** The value after a tag: copied with it, or passed over. */
    private void value(Copy copy, String message) {
        switch (tag & 7) {
            case VARINT -> {
                long value = in.varint(message);
                if (copy != null) {
                    copy.varint(tag & 0xFFFFFFFFL);
                    copy.varint(value);
                }
            }
            case EIGHT, FOUR -> {
                byte[] bytes = in.bytes((tag & 7) == EIGHT ? 8 : 4, message);
                if (copy != null) {
                    copy.varint(tag & 0xFFFFFFFFL);
                    copy.bytes(bytes, bytes.length);
                }
            }
            case LENGTH -> {
                long length = length(message, in.position() + in.remaining());
                if (copy == null) {
                    in.skip(length, message);
                    return;
                }
                if (length > maxCopied - copy.length - 32) {
                    throw new OutOfBudget("The model has too much beside its weights.",
                            Finding.at("ONNX, byte " + in.position()).expected("at most " + maxCopied + " bytes")
                                    .found("more"));
                }
                copy.varint(tag & 0xFFFFFFFFL);
                copy.varint(length);
                copy.from(in, (int) length, message);
            }
            default -> throw in.damaged("A field has a wire type that ONNX does not use.", message,
                    "a varint, 4 bytes, 8 bytes or a length", "wire type " + (tag & 7));
        }
    }

    private void weight(long end) {
        Tensor tensor = new Tensor();
        long start = in.position();
        while (in.position() < end) {
            next("TensorProto");
            int field = tag >>> 3;
            boolean isLength = (tag & 7) == LENGTH;
            if (field == 1) {
                dims(tensor, end);
            } else if (field == 2 && (tag & 7) == VARINT) {
                tensor.type = (int) in.varint("TensorProto.data_type");
            } else if (field == 8 && isLength) {
                tensor.name = text("TensorProto.name", end);
            } else if (field == 13 && isLength) {
                external(tensor, stop("TensorProto.external_data", end));
            } else if (field == 14 && (tag & 7) == VARINT) {
                tensor.isExternal |= in.varint("TensorProto.data_location") == 1;
            } else if (field == 9 && isLength) {
                long length = length("TensorProto.raw_data", end);
                tensor.rawBytes = length;
                tensor.bytes += length;
                in.skip(length, "TensorProto.raw_data");
            } else {
                long before = in.position();
                value(null, "TensorProto");
                tensor.bytes += field == 4 || field == 5 || field == 7 || field == 10 || field == 11
                        ? in.position() - before
                        : 0;
            }
            requireWithin(end, "TensorProto");
        }
        add(tensor, start);
    }

    private void dims(Tensor tensor, long end) {
        long stop = (tag & 7) == LENGTH ? stop("TensorProto.dims", end) : -1;
        if (stop < 0 && (tag & 7) != VARINT) {
            throw in.damaged("A field has the wrong wire type.", "TensorProto.dims", "a varint or a length",
                    "wire type " + (tag & 7));
        }
        do {
            if (stop >= 0 && in.position() >= stop) {
                break;
            }
            if (tensor.dims.size() == limits.maxRank()) {
                throw new OutOfBudget("A shape has too many extents.", Finding.at("ONNX, byte " + in.position())
                        .expected("at most " + limits.maxRank() + " extents").found("more"));
            }
            tensor.dims.add(in.varint("TensorProto.dims"));
        } while (stop >= 0);
        requireWithin(stop < 0 ? end : stop, "TensorProto.dims");
    }

    /** A name and a value; of interest is the name {@code location}. */
    private void external(Tensor tensor, long end) {
        String key = "";
        String value = "";
        while (in.position() < end) {
            next("StringStringEntryProto");
            if ((tag & 7) == LENGTH && tag >>> 3 <= 2) {
                String text = text("StringStringEntryProto", end);
                key = tag >>> 3 == 1 ? text : key;
                value = tag >>> 3 == 2 ? text : value;
            } else {
                value(null, "StringStringEntryProto");
            }
            requireWithin(end, "StringStringEntryProto");
        }
        tensor.isExternal = true;
        tensor.location = key.equals("location") ? value : tensor.location;
    }

    private String text(String what, long end) {
        long length = length(what, end);
        if (length > MAX_NAME) {
            throw new OutOfBudget("A text is too long.", Finding.at("ONNX, byte " + in.position() + ", " + what)
                    .expected("at most " + MAX_NAME + " bytes").found(length));
        }
        byte[] bytes = in.bytes((int) length, what);
        try {
            return Utf8.decode(bytes);
        } catch (DamagedData damaged) {
            throw in.damaged(damaged.getMessage(), what, damaged.finding().expected(), damaged.finding().found());
        }
    }

    private void add(Tensor tensor, long start) {
        String where = "ONNX, tensor " + tensor.name + ", byte " + start;
        if (tensor.name.isEmpty() || tensor.type == 0) {
            throw new DamagedData("A weight has no name or no type.",
                    Finding.at(where).expected("a name and a data_type")
                            .found(tensor.name.isEmpty() ? "no name" : "no type"));
        }
        if (!names.add(tensor.name)) {
            throw new DamagedData("Two weights have one name.",
                    Finding.at(where).expected("a name of its own").found("a second one of that name"));
        }
        if (weights.size() == limits.maxTensors()) {
            throw new OutOfBudget("There are too many tensors.",
                    Finding.at(where).expected("at most " + limits.maxTensors() + " tensors").found("more"));
        }
        long elements = 1;
        for (long dim : tensor.dims) {
            elements = dim < 0 || dim != 0 && elements > MAX_ELEMENTS / dim ? -1 : elements * dim;
            if (elements < 0) {
                throw new DamagedData("A shape is out of range.", Finding.at(where)
                        .expected("extents of at least 0, at most 2^53 elements").found(tensor.dims));
            }
        }
        int width = width(tensor.type);
        if (tensor.rawBytes >= 0 && width > 0 && tensor.rawBytes != elements * width) {
            throw new DamagedData("A tensor's data do not fill its shape.", Finding.at(where)
                    .expected(elements * width + " bytes for " + OnnxTensorReader.typeName(tensor.type) + " "
                            + tensor.dims)
                    .found(tensor.rawBytes + " bytes"));
        }
        weights.add(new OnnxOutline.Weight(tensor.name, OnnxTensorReader.typeName(tensor.type), tensor.dims,
                tensor.bytes, tensor.isExternal ? Optional.of(tensor.location) : Optional.empty()));
    }

    /** Bytes of an element in raw data; 0 where it is not known here. */
    private static int width(int type) {
        return switch (type) {
            case 2, 3, 9 -> 1;
            case 4, 5, 10, 16 -> 2;
            case 1, 6, 12 -> 4;
            case 7, 11, 13 -> 8;
            default -> 0;
        };
    }

    /** What has been read of one weight. */
    private static final class Tensor {

        private final List<Long> dims = new ArrayList<>();
        private String name = "";
        private String location = "";
        private int type;
        private boolean isExternal;
        private long rawBytes = -1;
        private long bytes;
    }

    /** Bytes that grow. */
    private static final class Copy {

        private byte[] bytes = new byte[1 << 10];
        private int length;

        private void room(int count) {
            if (count > bytes.length - length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L,
                        Math.max((long) length + count, 2L * bytes.length)));
            }
        }

        private void varint(long value) {
            room(10);
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes[length++] = (byte) (rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        private void bytes(byte[] source, int count) {
            room(count);
            System.arraycopy(source, 0, bytes, length, count);
            length += count;
        }

        private void from(SliceReader in, int count, String what) {
            room(count);
            in.copyTo(bytes, length, count, what);
            length += count;
        }
    }
}
