package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads one {@code TensorProto}. Elements that lie in the file as they are used ({@code raw_data}, packed floats) are
 * viewed; others are converted into fresh bytes, once their count has been checked.
 */
final class OnnxTensorReader {

    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int INT64_DATA = 7;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;

    private static final String[] TYPES = {
            "UNDEFINED", "FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16",
            "DOUBLE", "UINT32",
            "UINT64", "COMPLEX64", "COMPLEX128", "BFLOAT16", "FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2",
            "FLOAT8E5M2FNUZ", "UINT4",
            "INT4", "FLOAT4E2M1", "FLOAT8E8M0", "UINT2", "INT2"
    };

    private final ProtoReader in;
    private final Budget budget;
    private final String owner;
    private final List<Long> dims = new ArrayList<>();
    private String name = "";
    private int dataType;
    private boolean external;
    private boolean segmented;
    /** The field that holds the elements, 0 until there is one. */
    private int dataField;
    private int dataFields;
    private long dataUnits;
    /** Where the elements begin when one field holds them all, packed. */
    private int dataAt;

    private OnnxTensorReader(ProtoReader in, String owner) {
        this.in = in;
        this.budget = in.budget();
        this.owner = owner;
    }

    /** A tensor and the name it has in the file, which may be empty. */
    record Named(String name, Tensor tensor) {}

    /** @param owner what the tensor belongs to, for failures; empty when its own name says enough */
    static Named read(ProtoReader in, String owner) {
        in.budget().tensor(in);
        OnnxTensorReader reader = new OnnxTensorReader(in, owner);
        while (in.next()) {
            reader.field();
        }
        return new Named(reader.name, reader.tensor());
    }

    /** The element type of that number. @throws Unsupported naming it */
    static DType dtype(int number, String where) {
        return switch (number) {
            case 1 -> DType.F32;
            case 2 -> DType.U8;
            case 3 -> DType.I8;
            case 5 -> DType.I16;
            case 6 -> DType.I32;
            case 7 -> DType.I64;
            case 9 -> DType.BOOL;
            case 10 -> DType.F16;
            case 11 -> DType.F64;
            case 16 -> DType.BF16;
            default -> throw new Unsupported(
                    "This element type is not supported.",
                    Finding.at(where).expected(List.of(DType.values())).found(typeName(number)));
        };
    }

    /** The name of an element type, known here or not. */
    static String typeName(int number) {
        return number >= 0 && number < TYPES.length ? TYPES[number] : "type number " + number;
    }

    private void field() {
        switch (in.field()) {
            case 1 -> in.int64s("dims", dim -> {
                budget.extent(dims.size() + 1, in);
                dims.add(dim);
            });
            case 2 -> dataType = in.int32("data_type");
            case 3 -> {
                segmented = true;
                in.skipLength("segment");
            }
            case FLOAT_DATA -> data("float_data", 4);
            case INT32_DATA -> data("int32_data", 0);
            case 6 -> data("string_data", 1);
            case INT64_DATA -> data("int64_data", 0);
            case 8 -> name = in.text("name");
            case RAW_DATA -> data("raw_data", 1);
            case DOUBLE_DATA -> data("double_data", 8);
            case 11 -> data("uint64_data", 0);
            case 12 -> in.skipLength("doc_string");
            case 13 -> {
                external = true;
                in.skipLength("external_data");
            }
            case 14 -> location(in.int32("data_location"));
            case 16 -> in.skipLength("metadata_props");
            default -> in.skip();
        }
    }

    private void location(int location) {
        if (location != 0 && location != 1) {
            throw in.damaged("A tensor is in an unknown place.", "data_location", "0 (here) or 1 (external)",
                    location + "");
        }
        external |= location == 1;
    }

    /** Counts elements without storing them. @param width bytes of one, or 0 for varints */
    private void data(String field, int width) {
        if (dataField != 0 && dataField != in.field()) {
            throw in.damaged("A tensor has two kinds of data.", field, "data in one field",
                    "data in field " + dataField + " also");
        }
        dataField = in.field();
        dataFields++;
        if (in.field() == RAW_DATA) {
            ProtoReader raw = in.message(field, "TensorProto." + field);
            dataAt = raw.start();
            dataUnits = raw.byteLength();
        } else if (in.isLength()) {
            ProtoReader packed = in.messages(field, "TensorProto." + field);
            if (width != 0) {
                packed.requireMultiple(width, field);
            }
            dataAt = packed.start();
            dataUnits += width == 0 ? packed.countVarints() : packed.byteLength() / width;
        } else {
            dataAt = -1;
            dataUnits++;
            skipOne(field, width);
        }
    }

    private void skipOne(String field, int width) {
        LongConsumer nothing = value -> {};
        switch (width) {
            case 0 -> in.int64s(field, nothing);
            case 4 -> in.fixed32s(field, nothing);
            case 8 -> in.fixed64s(field, nothing);
            default -> in.skipLength(field);
        }
    }

    private Tensor tensor() {
        if (external) {
            throw new Unsupported(
                    "This model's weights are in another file. The model file must hold its weights itself.",
                    Finding.at(label()).expected("the elements in the model file").found("external data")
                            .remedy("Export the model again into a single file."));
        }
        if (segmented) {
            throw new Unsupported("A tensor is stored in segments.",
                    Finding.at(label()).expected("a whole tensor").found("a segment of one"));
        }
        if (dataType == 0) {
            throw damaged("A tensor has no element type.", "a data_type", "none");
        }
        DType dtype = dtype(dataType, label());
        Shape shape = shape();
        requireField(dtype);
        long units = dataField == RAW_DATA ? (long) shape.elements() * dtype.bytes() : shape.elements();
        if (units != dataUnits) {
            String unit = dataField == RAW_DATA ? " bytes" : " elements";
            throw damaged("A tensor's data do not fill its shape.", units + unit + " for " + dtype + " " + shape,
                    dataUnits + unit);
        }
        if (units == 0) {
            return new Tensor(dtype, shape, new byte[0], 0);
        }
        boolean asUsed = dataField == RAW_DATA
                || dataFields == 1 && dataAt >= 0 && (dataField == FLOAT_DATA || dataField == DOUBLE_DATA);
        return asUsed ? new Tensor(dtype, shape, in.bytes(), dataAt) : converted(dtype, shape);
    }

    private Shape shape() {
        long elements = 1;
        List<Integer> extents = new ArrayList<>(dims.size());
        for (long dim : dims) {
            if (dim < 0) {
                throw damaged("A tensor has a negative extent.", "extents of at least 0", dims.toString());
            }
            elements = dim > Integer.MAX_VALUE ? Long.MAX_VALUE : elements * dim;
            if (elements > Integer.MAX_VALUE) {
                throw damaged("A shape is out of range.", "at most 2^31 - 1 elements", dims.toString());
            }
            extents.add((int) dim);
        }
        return new Shape(extents);
    }

    private void requireField(DType dtype) {
        int field = switch (dtype) {
            case F32 -> FLOAT_DATA;
            case F64 -> DOUBLE_DATA;
            case I64 -> INT64_DATA;
            case F16, BF16, I32, I16, I8, U8, BOOL -> INT32_DATA;
        };
        if (dataField != 0 && dataField != RAW_DATA && dataField != field) {
            throw damaged(
                    "A tensor's data are in a field of another type.",
                    "raw_data (9) or field " + field + " for " + dtype,
                    "field " + dataField);
        }
    }

    private Tensor converted(DType dtype, Shape shape) {
        int length = shape.elements() * dtype.bytes();
        budget.convert((long) shape.elements() * dtype.bytes(), label());
        LittleEndian out = new LittleEndian(new byte[length], dtype.bytes());
        ProtoReader again = in.again();
        while (again.next()) {
            if (again.field() != dataField) {
                again.skip();
                continue;
            }
            switch (dataField) {
                case FLOAT_DATA -> again.fixed32s("float_data", out);
                case DOUBLE_DATA -> again.fixed64s("double_data", out);
                case INT64_DATA -> again.int64s("int64_data", out);
                default -> again.int64s("int32_data", value -> {
                    requireRange(dtype, value);
                    out.accept(value);
                });
            }
        }
        return new Tensor(dtype, shape, out.bytes, 0);
    }

    private void requireRange(DType dtype, long value) {
        boolean fits = switch (dtype) {
            case BOOL -> value == 0 || value == 1;
            case U8 -> value >= 0 && value <= 0xFF;
            case I8 -> value == (byte) value;
            case I16 -> value == (short) value;
            case F16, BF16 -> value >= 0 && value <= 0xFFFF;
            default -> value == (int) value;
        };
        if (!fits) {
            throw damaged("An element is out of its type's range.", "a value of " + dtype, value + "");
        }
    }

    private String label() {
        String own = name.isEmpty() ? "" : "tensor " + name;
        String where = owner.isEmpty() ? own : own.isEmpty() ? owner : owner + ", " + own;
        return where.isEmpty() ? in.place() : where + ", byte " + in.start();
    }

    private DamagedData damaged(String message, String expected, String found) {
        return new DamagedData(message, Finding.at(label()).expected(expected).found(found));
    }

    /**
     * Elements of one width, written one after another; the counting pass has made room for exactly as many as come.
     */
    private static final class LittleEndian implements LongConsumer {

        private final byte[] bytes;
        private final int width;
        private int at;

        private LittleEndian(byte[] bytes, int width) {
            this.bytes = bytes;
            this.width = width;
        }

        @Override
        public void accept(long value) {
            for (int i = 0; i < width; i++) {
                bytes[at++] = (byte) (value >>> 8 * i);
            }
        }
    }
}
