package dev.tabitat.web.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.teavm.backend.wasm.parser.AddressListener;
import org.teavm.backend.wasm.parser.CodeListener;
import org.teavm.backend.wasm.parser.CodeSectionListener;
import org.teavm.backend.wasm.parser.CodeSectionParser;
import org.teavm.backend.wasm.parser.WasmHollowType;

/**
 * The JavaScript functions that a binary of TeaVM 0.16 makes from text when it starts, found without running it.
 *
 * <p>
 * The start function gathers all string constants with one {@code array.new_fixed}, in the order of the data segment,
 * which holds each as a count of UTF-16 code units (LEB128) and these units, one to three bytes each. It then calls the
 * import {@code teavmJso.createFunctionN} with N parameter names and a body, each a string constant that a function
 * turns into a JavaScript string.
 */
final class FunctionTable {

    /** One function: the names of its parameters, and its body. */
    record Entry(List<String> parameters, String body) {

        /** How the page's {@code Function} looks it up. */
        String key() {
            return String.join(",", parameters) + "|" + body;
        }
    }

    private final byte[] wasm;
    private final Map<Integer, Integer> arityByImport = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private int importedFunctions;
    private int startFunction = -1;
    private byte[] code = new byte[0];
    private byte[] data = new byte[0];

    private FunctionTable(byte[] wasm) {
        this.wasm = wasm;
    }

    /** @throws IllegalStateException when the binary is not built as described above */
    static List<Entry> read(byte[] wasm) {
        FunctionTable table = new FunctionTable(wasm);
        table.sections();
        table.startFunction();
        return table.entries;
    }

    private void sections() {
        Reader reader = new Reader(wasm, 8);
        while (reader.at < wasm.length) {
            int id = reader.u8();
            int size = reader.leb();
            int start = reader.at;
            switch (id) {
                case 2 -> imports(new Reader(wasm, start));
                case 8 -> startFunction = new Reader(wasm, start).leb();
                case 10 -> code = java.util.Arrays.copyOfRange(wasm, start, start + size);
                case 11 -> data = dataSegment(new Reader(wasm, start));
                default -> {
                }
            }
            reader.at = start + size;
        }
        if (startFunction < 0) {
            throw broken("it has no start function");
        }
    }

    private void imports(Reader reader) {
        for (int left = reader.leb(); left > 0; left--) {
            String module = reader.text();
            String name = reader.text();
            switch (reader.u8()) {
                case 0 -> {
                    reader.leb();
                    if (module.equals("teavmJso") && name.matches("createFunction\\d+")) {
                        arityByImport.put(importedFunctions,
                                Integer.parseInt(name.substring("createFunction".length())));
                    }
                    importedFunctions++;
                }
                case 2 -> {
                    int flags = reader.leb();
                    reader.leb();
                    if ((flags & 1) != 0) {
                        reader.leb();
                    }
                }
                case 3 -> {
                    reader.u8();
                    reader.u8();
                }
                default -> throw broken(
                        "it imports something other than functions, memory and globals: " + module + "." + name);
            }
        }
    }

    /** The bytes of the one active segment at offset 0. */
    private byte[] dataSegment(Reader reader) {
        int count = reader.leb();
        int kind = reader.leb();
        if (count != 1 || kind != 0 || reader.u8() != 0x41) {
            throw broken("its data are not one active segment");
        }
        reader.leb();
        reader.u8();
        int length = reader.leb();
        return java.util.Arrays.copyOfRange(wasm, reader.at, reader.at + length);
    }

    private void startFunction() {
        Walk walk = new Walk();
        CodeSectionParser parser = new CodeSectionParser(new CodeSectionListener() {
            private boolean inStart;

            @Override
            public boolean functionStart(int index, int size) {
                inStart = index == startFunction;
                return inStart;
            }

            @Override
            public void local(int start, int count, WasmHollowType type) {}

            @Override
            public CodeListener code() {
                return inStart ? walk : CodeListener.EMPTY;
            }
        });
        parser.setFunctionIndexOffset(importedFunctions);
        parser.parse(AddressListener.EMPTY, code);
        walk.finish();
    }

    private List<String> strings(int count) {
        Reader reader = new Reader(data, 0);
        List<String> strings = new ArrayList<>();
        while (reader.at < data.length && strings.size() < count) {
            strings.add(reader.constant());
        }
        if (strings.size() != count) {
            throw broken("it has " + count + " string constants, but its data hold " + strings.size());
        }
        return strings;
    }

    /** Follows the start function: which globals are strings, and which strings go into which call. */
    private final class Walk implements CodeListener {

        private final List<Integer> globals = new ArrayList<>();
        private final List<Integer> converted = new ArrayList<>();
        private final List<List<Integer>> calls = new ArrayList<>();
        /**
         * The arrays of globals by their type, in order. String constants are the largest; engines limit an array to
         * 10,000, so it may be several.
         */
        private final Map<Integer, List<Integer>> arrays = new LinkedHashMap<>();

        @Override
        public void getGlobal(int index) {
            globals.add(index);
        }

        @Override
        public void arrayNewFixed(int type, int count) {
            if (count <= globals.size()) {
                arrays.computeIfAbsent(type, none -> new ArrayList<>())
                        .addAll(globals.subList(globals.size() - count, globals.size()));
            }
        }

        @Override
        public void call(int function) {
            Integer arity = arityByImport.get(function);
            if (arity != null) {
                int count = arity + 1;
                calls.add(List.copyOf(converted.subList(converted.size() - count, converted.size())));
            } else if (!globals.isEmpty()) {
                converted.add(globals.get(globals.size() - 1));
            }
        }

        void finish() {
            List<Integer> pool = arrays.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
            List<String> strings = strings(pool.size());
            for (List<Integer> call : calls) {
                List<String> texts = new ArrayList<>();
                for (int global : call) {
                    int at = pool.indexOf(global);
                    if (at < 0) {
                        throw broken("a function is made of something other than string constants");
                    }
                    texts.add(strings.get(at));
                }
                entries.add(new Entry(texts.subList(0, texts.size() - 1), texts.get(texts.size() - 1)));
            }
        }
    }

    private static IllegalStateException broken(String why) {
        return new IllegalStateException("The binary is not built as TeaVM 0.16 builds them: " + why
                + ". Without its functions the app cannot run under the content security policy.");
    }

    /** A cursor over bytes of the WebAssembly binary format. */
    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        int u8() {
            return bytes[at++] & 0xFF;
        }

        int leb() {
            int value = 0;
            for (int shift = 0;; shift += 7) {
                int next = u8();
                value |= (next & 0x7F) << shift;
                if (next < 0x80) {
                    return value;
                }
            }
        }

        /** A string constant: a surrogate is a unit like any other, so this is not quite UTF-8. */
        String constant() {
            char[] units = new char[leb()];
            for (int i = 0; i < units.length; i++) {
                int first = u8();
                if (first < 0x80) {
                    units[i] = (char) first;
                } else if (first < 0xE0) {
                    units[i] = (char) ((first & 0x1F) << 6 | u8() & 0x3F);
                } else {
                    units[i] = (char) ((first & 0x0F) << 12 | (u8() & 0x3F) << 6 | u8() & 0x3F);
                }
            }
            return new String(units);
        }

        String text() {
            int length = leb();
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }
    }
}
