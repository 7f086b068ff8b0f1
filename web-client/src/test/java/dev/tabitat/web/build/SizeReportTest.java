package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeReportTest {

    @Test
    void onlyCodeCounts() {
        SizeReport report = new SizeReport();
        report.add("assets/app-1.wasm", 1_000, 300);
        report.add("index.html", 10, 9);
        report.add("assets/mark-1.svg", 5_000, 5_000);
        assertEquals(1_010, report.rawBytes());
        assertEquals(309, report.brotliBytes());
        assertTrue(report.text().contains("1,010"), report.text());
    }

    @Test
    void overTheBudgetTheBuildFailsAndSaysBoth() {
        SizeReport report = new SizeReport();
        report.add("a.js", 400_000, 358_401);
        assertDoesNotThrow(() -> report.requireWithin(358_401, Map.of()));
        String message = assertThrows(IllegalStateException.class, () -> report.requireWithin(358_400, Map.of())).getMessage();
        assertTrue(message.contains("358,401") && message.contains("358,400"), message);
    }
}
