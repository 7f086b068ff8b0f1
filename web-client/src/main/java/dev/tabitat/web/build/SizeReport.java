package dev.tabitat.web.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each part of the site costs in bytes after brotli, file by file, and whether that is within the budgets. */
final class SizeReport {

    private record Line(String path, Part part, long raw, long brotli) {}

    private final List<Line> lines = new ArrayList<>();

    /** Adds a file; licences and schemas, which the app does not load, count for nothing. */
    void add(String path, long rawBytes, long brotliBytes) {
        Part part = Part.of(path);
        if (part != Part.REFERENCE) {
            lines.add(new Line(path, part, rawBytes, brotliBytes));
        }
    }

    /** What a part costs after brotli. */
    long brotliBytes(Part part) {
        return lines.stream().filter(line -> line.part() == part).mapToLong(Line::brotli).sum();
    }

    /** What a part costs without compression. */
    long rawBytes(Part part) {
        return lines.stream().filter(line -> line.part() == part).mapToLong(Line::raw).sum();
    }

    /** The table, one line a file and one a part. */
    String text() {
        StringBuilder text = new StringBuilder(row("the app's files, bytes", "raw", "brotli"));
        for (Part part : Part.values()) {
            if (part == Part.REFERENCE) {
                continue;
            }
            lines.stream().filter(line -> line.part() == part)
                    .forEach(line -> text.append(row("  " + line.path(), number(line.raw()), number(line.brotli()))));
            text.append(row(part.title(), number(rawBytes(part)), number(brotliBytes(part))));
        }
        return text.toString();
    }

    /**
     * @param budgets bytes after brotli, by the parts' ids
     * @throws IllegalStateException when a part takes more than its budget
     */
    void requireWithin(Map<String, Long> budgets) {
        budgets.forEach((id, most) -> {
            long found = brotliBytes(Part.parse(id));
            if (found > most) {
                throw new IllegalStateException(Part.parse(id).title() + ": " + number(found)
                        + " bytes after brotli; the budget is " + number(most) + ".\n" + text());
            }
        });
    }

    private static String row(String first, String second, String third) {
        return String.format(Locale.ROOT, "%-46s %10s %10s%n", first, second, third);
    }

    private static String number(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }
}
