package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiberCountTest {

    private static final int[] HEADER = {0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00};
    private static final int CALL = 0x10;
    private static final int TEE = 0x22;
    private static final int IF = 0x04;
    private static final int NOTHING = 0x40;
    private static final int END = 0x0B;

    /** One local, then: call, local.tee, call, if. */
    private static int[] fiber(int current, int isResuming) {
        return new int[]{1, 1, 0x7F, CALL, current, TEE, 0, CALL, isResuming, IF, NOTHING, END, END};
    }

    private static byte[] binary(int[]... functions) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(functions.length);
        for (int[] function : functions) {
            code.write(function.length);
            for (int one : function) {
                code.write(one);
            }
        }
        ByteArrayOutputStream wasm = new ByteArrayOutputStream();
        for (int one : HEADER) {
            wasm.write(one);
        }
        // A custom section of two bytes, then the code.
        wasm.writeBytes(new byte[]{0, 2, 1, 'x', 10, (byte) code.size()});
        wasm.writeBytes(code.toByteArray());
        return wasm.toByteArray();
    }

    @Test
    void functionsThatAskWhetherTheyAreResumedAreCounted() {
        int[] plain = {0, CALL, 5, END};
        int[] another = {1, 1, 0x7F, CALL, 7, TEE, 0, CALL, 9, IF, NOTHING, END, END};
        FiberCount count = FiberCount.of(binary(fiber(7, 8), plain, fiber(7, 8), another, new int[]{0, END}));
        assertEquals(new FiberCount(5, 2, 13 + 4 + 13 + 13 + 2, 26), count);
        assertEquals(100.0 * 26 / 45, count.percent(), 1e-9);
        assertTrue(count.text("app").contains("2 of 5, with 26 of 45 bytes (58 %)"), count.text("app"));
    }

    @Test
    void aBinaryWithoutFibersHasNone() {
        assertEquals(new FiberCount(1, 0, 2, 0), FiberCount.of(binary(new int[]{0, END})));
    }

    @Test
    void moreFibersThanExpectedFailTheBuild(@TempDir Path directory) throws IOException {
        Path binary = Files.write(Files.createDirectory(directory.resolve("lab")).resolve("app.wasm"),
                binary(fiber(7, 8), new int[]{0, CALL, 5, END}));
        FiberCount.main(new String[]{"80", binary.toString()});
        String message = assertThrows(IllegalStateException.class,
                () -> FiberCount.main(new String[]{"70", binary.toString()})).getMessage();
        assertTrue(message.contains("lab 76 %") && message.contains("at most 70 %"), message);
    }
}
