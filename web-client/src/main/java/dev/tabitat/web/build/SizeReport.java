package dev.tabitat.web.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a first visit costs in bytes of code, file by file, and whether that is within the budget. */
final class SizeReport {

    private record Line(String path, long raw, long brotli) {}

    private final List<Line> lines = new ArrayList<>();

    /** Adds a file; only scripts, styles, the page and the binary count as code. */
    void add(String path, long rawBytes, long brotliBytes) {
        if (isCode(path)) {
            lines.add(new Line(path, rawBytes, brotliBytes));
        }
    }

    private static boolean isCode(String path) {
        return path.endsWith(".wasm") || path.endsWith(".js") || path.endsWith(".css") || path.endsWith(".html");
    }

    long rawBytes() {
        return lines.stream().mapToLong(Line::raw).sum();
    }

    long brotliBytes() {
        return lines.stream().mapToLong(Line::brotli).sum();
    }

    /** The table, one line a file. */
    String text() {
        StringBuilder text = new StringBuilder(row("app code, bytes", "raw", "brotli"));
        for (Line line : lines) {
            text.append(row(line.path(), number(line.raw()), number(line.brotli())));
        }
        return text.append(row("in all", number(rawBytes()), number(brotliBytes()))).toString();
    }

    /** @throws IllegalStateException when the code takes more than {@code budget} bytes after brotli */
    void requireWithin(long budget) {
        if (brotliBytes() > budget) {
            throw new IllegalStateException("The app's code takes " + number(brotliBytes()) + " bytes after brotli; its budget is "
                    + number(budget) + ".\n" + text());
        }
    }

    private static String row(String first, String second, String third) {
        return String.format(Locale.ROOT, "%-40s %10s %10s%n", first, second, third);
    }

    private static String number(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }
}
