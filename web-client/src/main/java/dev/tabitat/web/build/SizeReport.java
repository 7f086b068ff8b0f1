package dev.tabitat.web.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a first visit costs in bytes of code, file by file, and whether that is within the budget. */
final class SizeReport {

    /** Parts that start when they are first asked for, by how their files' names begin. */
    private static final List<String> LATER = List.of("lab", "documents");

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

    /** What belongs to a part that starts when it is first asked for. */
    private static boolean isOf(String part, Line line) {
        return line.path().startsWith("assets/" + part + "-");
    }

    private static boolean isFirst(Line line) {
        return LATER.stream().noneMatch(part -> isOf(part, line));
    }

    /** What a first visit costs. */
    long rawBytes() {
        return lines.stream().filter(SizeReport::isFirst).mapToLong(Line::raw).sum();
    }

    /** What a first visit costs, after brotli. */
    long brotliBytes() {
        return lines.stream().filter(SizeReport::isFirst).mapToLong(Line::brotli).sum();
    }

    /** What a part costs that starts when it is first asked for, after brotli. */
    long brotliBytes(String part) {
        return lines.stream().filter(line -> isOf(part, line)).mapToLong(Line::brotli).sum();
    }

    /** The table, one line a file. */
    String text() {
        StringBuilder text = new StringBuilder(row("app code, bytes", "raw", "brotli"));
        for (Line line : lines) {
            text.append(row(line.path(), number(line.raw()), number(line.brotli())));
        }
        text.append(row("in all, at the first visit", number(rawBytes()), number(brotliBytes())));
        LATER.forEach(part -> text.append(row(part + ", when first opened", "", number(brotliBytes(part)))));
        return text.toString();
    }

    /**
     * @param budgets of the parts that start when they are first asked for
     * @throws IllegalStateException when the code takes more than {@code budget} bytes after brotli, or a part more than its own
     */
    void requireWithin(long budget, Map<String, Long> budgets) {
        budgets.forEach((part, most) -> {
            if (brotliBytes(part) > most) {
                throw new IllegalStateException("The code of " + part + " takes " + number(brotliBytes(part)) + " bytes after brotli; its budget is " + number(most) + ".\n" + text());
            }
        });
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
