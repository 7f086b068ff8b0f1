package dev.tabitat.core.contract;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Safetensors are read strictly and written the same on every machine. */
final class SafetensorsContract {

    private SafetensorsContract() {}

    static List<Contract> all() {
        return List.of(
                Contract.of("safetensors: what is written reads back the same", SafetensorsContract::roundTrip),
                Contract.of("safetensors: broken files are refused, each with its place",
                        SafetensorsContract::refusals),
                Contract.of("safetensors: weights that are not finite are refused", SafetensorsContract::notFinite),
                Contract.of("tensor: int8 per output channel is exact at its grid and within half a step elsewhere",
                        SafetensorsContract::int8));
    }

    private static void roundTrip(Check check) {
        Safetensors written = new Safetensors(
                Map.of(
                        "w", Tensor.ofFloats(Shape.of(2, 2), 1, -2, 0.5f, 3), "empty", Tensor.ofFloats(Shape.of(0, 4)),
                        "i", Tensor.ofInts(Shape.of(3), 7, -8, 9), "b",
                        Tensor.ofBytes(DType.I8, Shape.of(1), (byte) -5)),
                Map.of("made", "here"));
        byte[] file = written.write();
        Safetensors read = Safetensors.read(file);
        check.equal("names", "[b, empty, i, w]", read.tensors().keySet().toString());
        check.equal("notes", Map.of("made", "here"), read.metadata());
        check.isTrue("floats", Arrays.equals(new float[]{1, -2, 0.5f, 3}, read.tensor("w").toFloats()));
        check.isTrue("ints", Arrays.equals(new int[]{7, -8, 9}, read.tensor("i").toInts()));
        check.equal("nothing in a shape with a zero", 0, read.tensor("empty").elements());
        check.isTrue("written again, the bytes are the same", Arrays.equals(file, read.write()));
        int head = SafetensorsHeader.bytes(Arrays.copyOf(file, 8), file.length, SafetensorsLimits.DEFAULT);
        SafetensorsHeader header = SafetensorsHeader.read(Arrays.copyOf(file, head), file.length,
                SafetensorsLimits.DEFAULT);
        check.equal("the header alone knows the order in the file", "[b, empty, i, w]",
                header.types().keySet().toString());
        SafetensorsHeader.Entry last = header.entries().get(3);
        check.equal("and places", file.length - 16L, last.begin());
        check.equal("to the end", (long) file.length, last.end());
        check.fails("the notes' name", InvalidInput.class,
                () -> new Safetensors(Map.of("__metadata__", Tensor.ofInts(Shape.of(1), 1)), Map.of()).write());
    }

    private static void refusals(Check check) {
        String four = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        check.equal("the sound file", 1, Safetensors.read(file(four, 4)).tensors().size());
        refuses(check, "too short", new byte[7], "length field");
        byte[] huge = file(four, 4);
        huge[7] = (byte) 0x80;
        check.equal("a length of 2^63", "2^63 or more bytes",
                refuses(check, "a length of 2^63", huge, "bytes 0 to 7").finding().found());
        refuses(check, "truncated", file(four, 3), "tensor a");
        refuses(check, "trailing", file(four, 5), "end of the file");
        refuses(check, "no header", file("", 0), "byte 8");
        refuses(check, "space before the header", file(" {}", 0), "byte 8");
        refuses(check, "a list for a header", file("[]", 0), "byte 8");
        refuses(check, "two of a name", file(four.replace("}}", "},\"a\":1}"), 4), "character");
        refuses(check, "a hole", file(four.replace("[0,4]", "[4,8]"), 8), "tensor a");
        refuses(check, "overlap",
                file(four.replace("}}", "},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}"), 6),
                "tensor b");
        refuses(check, "a length that is not the shape's", file(four.replace("[1]", "[2]"), 4), "tensor a");
        refuses(check, "a shape over every number", file(four.replace("[1]", "[4294967296,4294967296]"), 4),
                "tensor a");
        refuses(check, "a negative extent", file(four.replace("[1]", "[-1]"), 4), "tensor a");
        refuses(check, "backward offsets", file(four.replace("[0,4]", "[4,0]"), 4), "tensor a");
        refuses(check, "a fraction", file(four.replace("[1]", "[1.5]"), 4), "tensor a");
        refuses(check, "no dtype", file(four.replace("dtype", "type"), 4), "tensor a");
        refuses(check, "notes that are no strings",
                file(four.replace("{\"a\"", "{\"__metadata__\":{\"n\":1},\"a\""), 4), "n");
        check.fails("another dtype", Unsupported.class, () -> Safetensors.read(file(four.replace("F32", "F4"), 4)));
        check.fails("a header over its limit", DamagedData.class,
                () -> Safetensors.read(file(four, 4), new SafetensorsLimits(16, 1)));
        check.fails("tensors over their limit", DamagedData.class,
                () -> Safetensors.read(file(four, 4), new SafetensorsLimits(1000, 0)));
    }

    private static void notFinite(Check check) {
        for (float value : new float[]{Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Safetensors weights = new Safetensors(Map.of("w", Tensor.ofFloats(Shape.of(3), 1, 2, value)), Map.of());
            DamagedData damaged = check.fails("" + value, DamagedData.class, () -> weights.requireFinite("w"));
            check.equal("place", "tensor w, element 2", damaged.finding().where());
        }
    }

    private static void int8(Check check) {
        Tensor grid = Tensor.ofFloats(Shape.of(3, 3), 127, -64, 3, 0, 0, 0, 0.5f, 63.5f, -0.25f);
        Quantization quantized = Quantization.int8(grid);
        check.isTrue("values", Arrays.equals(new int[]{127, -64, 3, 0, 0, 0, 1, 127, 0}, quantized.values().toInts()));
        check.isTrue("scales", Arrays.equals(new float[]{1, 1, 0.5f}, quantized.scales().toFloats()));
        check.isTrue("back",
                Arrays.equals(new float[]{127, -64, 3, 0, 0, 0, 0.5f, 63.5f, 0}, quantized.toFloats().toFloats()));
        check.fails("not finite", DamagedData.class,
                () -> Quantization.int8(Tensor.ofFloats(Shape.of(1, 1), Float.NaN)));
        check.fails("no matrix", DamagedData.class, () -> Quantization.int8(Tensor.ofFloats(Shape.of(1), 1)));
    }

    private static DamagedData refuses(Check check, String what, byte[] file, String where) {
        DamagedData damaged = check.fails(what, DamagedData.class, () -> Safetensors.read(file));
        check.isTrue(what + " is at " + damaged.finding().where(), damaged.finding().where().contains(where));
        return damaged;
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = Utf8.encode(header);
        byte[] file = new byte[8 + text.length + dataBytes];
        file[0] = (byte) text.length;
        file[1] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, file, 8, text.length);
        return file;
    }
}
