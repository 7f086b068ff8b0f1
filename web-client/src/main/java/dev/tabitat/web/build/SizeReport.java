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

    /** What the lab takes, which starts when it is first asked for. */
    private static boolean isLab(Line line) {
        return line.path().startsWith("assets/lab-");
    }

    long rawBytes() {
        return lines.stream().filter(line -> !isLab(line)).mapToLong(Line::raw).sum();
    }

    long brotliBytes() {
        return lines.stream().filter(line -> !isLab(line)).mapToLong(Line::brotli).sum();
    }

    long labBrotliBytes() {
        return lines.stream().filter(SizeReport::isLab).mapToLong(Line::brotli).sum();
    }

    /** The table, one line a file. */
    String text() {
        StringBuilder text = new StringBuilder(row("app code, bytes", "raw", "brotli"));
        for (Line line : lines) {
            text.append(row(line.path(), number(line.raw()), number(line.brotli())));
        }
        text.append(row("in all, without the lab", number(rawBytes()), number(brotliBytes())));
        return text.append(row("the lab", "", number(labBrotliBytes()))).toString();
    }

    /** @throws IllegalStateException when the code takes more than {@code budget} bytes after brotli, or the lab more than its own */
    void requireWithin(long budget, long labBudget) {
        if (labBrotliBytes() > labBudget) {
            throw new IllegalStateException("The lab's code takes " + number(labBrotliBytes()) + " bytes after brotli; its budget is " + number(labBudget) + ".");
        }
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
