package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FunctionTableTest {

    private static final int[] HEADER = {0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00};

    @Test
    void aBinaryThatStartsNothingIsRefused() {
        assertRefused("no start function");
    }

    @Test
    void aBinaryThatImportsATableIsRefused() {
        assertRefused("imports something other", 0x02, 0x09, 0x01, 0x01, 'm', 0x01, 't', 0x01, 0x70, 0x00, 0x00);
    }

    @Test
    void aBinaryWithPassiveDataIsRefused() {
        assertRefused("not one active segment", 0x0B, 0x04, 0x01, 0x01, 0x01, 0x00);
    }

    private static void assertRefused(String reason, int... sections) {
        byte[] wasm = new byte[HEADER.length + sections.length];
        for (int i = 0; i < wasm.length; i++) {
            wasm[i] = (byte) (i < HEADER.length ? HEADER[i] : sections[i - HEADER.length]);
        }
        String message = assertThrows(IllegalStateException.class, () -> FunctionTable.read(wasm)).getMessage();
        assertTrue(message.contains(reason), message);
    }
}
