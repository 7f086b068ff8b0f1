package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeReportTest {

    @Test
    void everyFileCountsInItsPart() {
        SizeReport report = new SizeReport();
        report.add("assets/start-1.wasm", 1_000, 300);
        report.add("index.html", 10, 9);
        report.add("assets/app-1.css", 20, 10);
        report.add("assets/app-1.wasm", 9_000, 7_000);
        report.add("assets/documents-pdfjs-1.js", 5_000, 4_000);
        report.add("licences/pdfjs.txt", 5_000, 4_000);
        assertEquals(1_030, report.rawBytes(Part.START));
        assertEquals(319, report.brotliBytes(Part.START));
        assertEquals(7_000, report.brotliBytes(Part.APP));
        assertEquals(4_000, report.brotliBytes(Part.PDF));
        assertTrue(report.text().contains("1,030"), report.text());
    }

    @Test
    void overTheBudgetTheBuildFailsAndSaysBoth() {
        SizeReport report = new SizeReport();
        report.add("assets/app-1.wasm", 400_000, 358_401);
        assertDoesNotThrow(() -> report.requireWithin(Map.of("app", 358_401L, "start", 0L)));
        String message = assertThrows(IllegalStateException.class, () -> report.requireWithin(Map.of("app", 358_400L)))
                .getMessage();
        assertTrue(message.contains("358,401") && message.contains("358,400") && message.contains("whole app"),
                message);
        assertThrows(IllegalStateException.class, () -> report.requireWithin(Map.of("lab", 1L)));
    }
}
