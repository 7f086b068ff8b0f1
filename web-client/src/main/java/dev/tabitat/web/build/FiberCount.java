package dev.tabitat.web.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.teavm.backend.wasm.parser.AddressListener;
import org.teavm.backend.wasm.parser.CodeListener;
import org.teavm.backend.wasm.parser.CodeSectionListener;
import org.teavm.backend.wasm.parser.CodeSectionParser;
import org.teavm.backend.wasm.parser.LocalOpcode;
import org.teavm.backend.wasm.parser.WasmHollowBlockType;

/**
 * How many functions of a binary of TeaVM 0.16 are fibers: functions that may wait, which are several times as large as
 * others and slower.
 *
 * <p>
 * A fiber first tests whether it is resumed: it begins with
 * {@code call Fiber.current; local.tee; call Fiber.isResuming; if}. Which two functions these are, the binary does not
 * say: they are the pair with which most functions begin so.
 *
 * @param functions in all
 * @param fibers those that may wait
 * @param codeBytes of all functions
 * @param fiberBytes of those that may wait
 */
public record FiberCount(int functions, int fibers, long codeBytes, long fiberBytes) {

    private static final int CODE_SECTION = 10;

    /**
     * Prints the count of each binary.
     *
     * @param arguments the most percent of a binary's code that may be fibers, then binaries
     * @throws IllegalStateException when one has more
     */
    public static void main(String[] arguments) throws IOException {
        int most = Integer.parseInt(arguments[0]);
        for (String path : Arrays.asList(arguments).subList(1, arguments.length)) {
            Path binary = Path.of(path);
            FiberCount count = of(Files.readAllBytes(binary));
            String name = binary.getParent().getFileName().toString();
            System.out.println(count.text(name));
            if (count.percent() > most) {
                throw new IllegalStateException("In the binary " + name + " " + Math.round(count.percent())
                        + " % of the code may wait; at most " + most
                        + " % are expected. A callback that waits was probably handed to a method of the class library, and with it all that calls this method"
                        + " may wait. mvn -pl web-client -am -DskipTests -Pfibers package lists the causes.");
            }
        }
    }

    /** @param wasm a binary with one code section */
    static FiberCount of(byte[] wasm) {
        byte[] code = codeSection(wasm);
        Beginnings beginnings = new Beginnings();
        new CodeSectionParser(beginnings).parse(AddressListener.EMPTY, code);
        return beginnings.count();
    }

    /** The share of the code that may wait. */
    double percent() {
        return codeBytes == 0 ? 0 : 100.0 * fiberBytes / codeBytes;
    }

    String text(String name) {
        return String.format(Locale.ROOT, "%-40s %,10d of %,d, with %,d of %,d bytes (%.0f %%)",
                "fiber functions of " + name, fibers, functions, fiberBytes, codeBytes, percent());
    }

    private static byte[] codeSection(byte[] wasm) {
        int at = 8;
        while (at < wasm.length) {
            int id = wasm[at++];
            int size = 0;
            for (int shift = 0;; shift += 7) {
                int next = wasm[at++];
                size |= (next & 0x7F) << shift;
                if (next >= 0) {
                    break;
                }
            }
            if (id == CODE_SECTION) {
                return Arrays.copyOfRange(wasm, at, at + size);
            }
            at += size;
        }
        throw new IllegalStateException("The binary has no code section.");
    }

    /** Looks at the first instructions of every function. */
    private static final class Beginnings implements CodeSectionListener {

        /** Two functions that are called first. */
        private record Pair(int current, int isResuming) {}

        private final Map<Pair, List<Integer>> sizes = new HashMap<>();
        private First first = new First();
        private int size;
        private int functions;
        private long bytes;

        @Override
        public boolean functionStart(int index, int size) {
            this.size = size;
            functions++;
            bytes += size;
            first = new First();
            return true;
        }

        @Override
        public CodeListener code() {
            return first;
        }

        @Override
        public void functionEnd() {
            if (first.isLikeAFiber()) {
                sizes.computeIfAbsent(new Pair(first.called[0], first.called[1]), none -> new ArrayList<>()).add(size);
            }
        }

        FiberCount count() {
            List<Integer> fibers = sizes.values().stream().max((a, b) -> a.size() - b.size()).orElse(List.of());
            return new FiberCount(functions, fibers.size(), bytes, fibers.stream().mapToLong(Integer::longValue).sum());
        }
    }

    /** The first four instructions of a function, as far as they are those of a fiber. */
    private static final class First implements CodeListener {

        private static final int ALL = 4;
        private static final int NEVER = -1;

        private final int[] called = new int[2];
        private int seen;

        private boolean isLikeAFiber() {
            return seen == ALL;
        }

        /**
         * Instructions that are not asked for here are not noticed: no other function begins with calls of these two.
         */
        private void expect(int place) {
            if (seen != ALL) {
                seen = place >= 0 && seen == place ? place + 1 : NEVER;
            }
        }

        @Override
        public void call(int function) {
            if (seen == 0 || seen == 2) {
                called[seen / 2] = function;
                seen++;
            } else {
                expect(NEVER);
            }
        }

        @Override
        public void local(LocalOpcode opcode, int index) {
            expect(opcode == LocalOpcode.TEE ? 1 : NEVER);
        }

        @Override
        public int startConditionalBlock(WasmHollowBlockType type) {
            expect(ALL - 1);
            return 0;
        }
    }
}
