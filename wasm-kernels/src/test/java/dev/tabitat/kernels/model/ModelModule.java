package dev.tabitat.kernels.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A parsed WebAssembly module of i32 code: function bodies, exports and where blocks end. */
final class ModelModule {

    private final byte[] bytes;
    private final List<int[]> types = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();
    private final Map<String, Integer> exports = new HashMap<>();
    private int at = 8;

    /**
     * @param start the first instruction's position @param blockEnds by the position after a block's, loop's or if's
     * opcode: after its end, and its else or 0
     */
    record Body(int start, int parameters, int locals, Map<Integer, int[]> blockEnds) {
    }

    ModelModule(byte[] bytes) {
        this.bytes = bytes;
        while (at < bytes.length) {
            int id = bytes[at++];
            int size = number();
            int end = at + size;
            if (id == 1 || id == 3 || id == 7 || id == 10) {
                int count = number();
                for (int i = 0; i < count; i++) {
                    entry(id);
                }
            }
            at = end;
        }
    }

    Body function(int index) {
        return bodies.get(index);
    }

    Body export(String name) {
        return bodies.get(exports.get(name));
    }

    byte[] bytes() {
        return bytes;
    }

    private void entry(int id) {
        if (id == 1) {
            at++;
            int parameters = number();
            at += parameters;
            int results = number();
            at += results;
            types.add(new int[]{parameters, results});
        } else if (id == 3) {
            functionTypes.add(number());
        } else if (id == 7) {
            int length = number();
            String name = new String(bytes, at, length, java.nio.charset.StandardCharsets.UTF_8);
            at += length + 1;
            exports.put(name, number());
        } else {
            int size = number();
            int end = at + size;
            int groups = number();
            int locals = 0;
            for (int i = 0; i < groups; i++) {
                locals += number();
                at++;
            }
            bodies.add(new Body(at, types.get(functionTypes.get(bodies.size()))[0], locals, blocks(at, end)));
            at = end;
        }
    }

    /** Finds the end of each block by walking over the instructions. */
    private Map<Integer, int[]> blocks(int from, int to) {
        Map<Integer, int[]> ends = new HashMap<>();
        List<int[]> open = new ArrayList<>();
        at = from;
        while (at < to) {
            int op = bytes[at++] & 255;
            if (op == 0x02 || op == 0x03 || op == 0x04) {
                open.add(new int[]{at, 0});
            } else if (op == 0x05) {
                open.get(open.size() - 1)[1] = at;
            } else if (op == 0x0B && !open.isEmpty()) {
                int[] block = open.remove(open.size() - 1);
                ends.put(block[0], new int[]{at, block[1]});
            }
            skipImmediates(op);
        }
        return ends;
    }

    private void skipImmediates(int op) {
        if (op == 0xFE) {
            at++;
        }
        if (op == 0x0E) {
            int count = number();
            for (int i = 0; i <= count; i++) {
                number();
            }
        } else if (op == 0x42) {
            while (bytes[at++] < 0) {
                continue;
            }
        } else {
            for (int i = 0; i < immediates(op); i++) {
                number();
            }
        }
    }

    /** How many LEB128 immediates an opcode has. */
    static int immediates(int op) {
        return switch (op) {
            case 0x02, 0x03, 0x04, 0x0C, 0x0D, 0x10, 0x20, 0x21, 0x22, 0x41 -> 1;
            case 0x28, 0x36, 0xFE -> 2;
            default -> 0;
        };
    }

    private int number() {
        long[] read = leb(bytes, at);
        at = (int) read[1];
        return (int) read[0];
    }

    /**
     * A signed LEB128 number and the position after it; unsigned ones here have their sign bit clear or are below 2^31.
     */
    static long[] leb(byte[] bytes, int from) {
        long value = 0;
        int shift = 0;
        int at = from;
        byte last;
        do {
            last = bytes[at++];
            value |= (long) (last & 127) << shift;
            shift += 7;
        } while (last < 0);
        return new long[]{value, at, shift < 64 && (last & 64) != 0 ? value | -1L << shift : value};
    }
}
