package dev.tabitat.core.examples;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.SeparatedValues;
import dev.tabitat.core.text.TextEncoding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows and columns as a person's file has them.
 *
 * <pre>
 * file     = separated values ({@link SeparatedValues}) or JSON Lines (each line an object)
 * </pre>
 *
 * Source: jsonlines.org.
 *
 * @param format {@code csv} or {@code jsonl}
 * @param encoding in words
 * @param separator in words; empty for JSON Lines
 * @param columns names; made up where the file has none
 * @param rows each as wide as there are columns
 * @param firstRow number of the first row in the file, from 1
 */
public record Sheet(String format, String encoding, String separator, List<String> columns, List<List<String>> rows, int firstRow) {

    /** 32 MiB. */
    public static final int MOST_BYTES = 32 << 20;

    private static final int MOST_COLUMNS = 200;
    private static final List<String> TEXTS = List.of("text", "message", "sentence", "review", "content", "body", "comment", "input", "question", "document");
    private static final List<String> LABELS = List.of("label", "class", "category", "sentiment", "target", "topic", "intent", "tag", "type", "output", "language");

    /**
     * @throws InvalidInput when there is nothing in it, or too much
     * @throws DamagedData when a line of JSON is broken
     */
    public static Sheet read(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new InvalidInput("The file is too long for examples.", Finding.at("examples").expected("at most " + MOST_BYTES + " bytes").found(bytes.length + " bytes")
                    .remedy("Take a part of it: a few hundred examples of each label are plenty."));
        }
        TextEncoding.Decoded decoded = TextEncoding.decode(bytes);
        String text = decoded.text();
        int first = 0;
        while (first < text.length() && text.charAt(first) <= ' ') {
            first++;
        }
        if (first == text.length()) {
            throw new InvalidInput("There is nothing in it.", Finding.at("examples").expected("rows with a text and a label").found("an empty text"));
        }
        return text.charAt(first) == '{' ? jsonLines(text, decoded.encoding()) : separated(text, decoded.encoding());
    }

    private static void requireRows(int rows) {
        if (rows > Examples.MOST) {
            throw new InvalidInput("There are too many rows.", Finding.at("examples").expected("at most " + Examples.MOST).found("more")
                    .remedy("Take a sample: a few hundred examples of each label are plenty."));
        }
    }

    private static Sheet jsonLines(String text, TextEncoding encoding) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        List<Map<String, String>> read = new ArrayList<>();
        int line = 0;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int until = end < 0 ? text.length() : end;
            line++;
            String one = text.substring(from, until).trim();
            from = until + 1;
            if (one.isEmpty()) {
                continue;
            }
            Map<String, String> row = new LinkedHashMap<>();
            JsonObject json;
            try {
                json = JsonReader.readObject(Utf8.encode(Utf8.replaceUnpairedSurrogates(one)), new JsonLimits(MOST_BYTES, 16));
            } catch (DamagedData broken) {
                throw new DamagedData("A line is not a JSON object.", Finding.at("examples, line " + line).expected("{\"text\": \u2026, \"label\": \u2026}").found(broken.getMessage()));
            }
            for (String name : json.names()) {
                Json value = json.get(name);
                columns.putIfAbsent(name, columns.size());
                row.put(name, value instanceof JsonString string ? string.value() : value == JsonNull.NULL ? "" : value.toString());
            }
            read.add(row);
            requireRows(read.size());
        }
        requireColumns(columns.size());
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, String> row : read) {
            List<String> cells = new ArrayList<>();
            columns.keySet().forEach(name -> cells.add(row.getOrDefault(name, "")));
            rows.add(cells);
        }
        return new Sheet("jsonl", encoding.title(), "", new ArrayList<>(columns.keySet()), rows, 1);
    }

    private static void requireColumns(int columns) {
        if (columns < 2 || columns > MOST_COLUMNS) {
            throw new InvalidInput("There must be a column of texts and one of labels.", Finding.at("examples").expected("2 to " + MOST_COLUMNS + " columns")
                    .found(columns == 1 ? "one" : columns + "").remedy("One example a line: the text, a comma or a tab, and its label."));
        }
    }

    private static Sheet separated(String text, TextEncoding encoding) {
        char separator = SeparatedValues.separator(text).orElse(',');
        List<List<String>> rows = SeparatedValues.rows(text, separator, Examples.MOST + 2, Integer.MAX_VALUE);
        requireRows(rows.size() - 1);
        int width = 0;
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        for (List<String> row : rows) {
            int count = widths.merge(row.size(), 1, Integer::sum);
            width = count > widths.getOrDefault(width, 0) || width == 0 ? row.size() : width;
        }
        requireColumns(width);
        boolean hasHeader = isHeader(rows.get(0));
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(hasHeader && i < rows.get(0).size() && !rows.get(0).get(i).trim().isEmpty() ? rows.get(0).get(i).trim() : "column " + (i + 1));
        }
        List<List<String>> even = new ArrayList<>();
        for (List<String> row : rows.subList(hasHeader ? 1 : 0, rows.size())) {
            List<String> cells = new ArrayList<>(row.subList(0, Math.min(width, row.size())));
            while (cells.size() < width) {
                cells.add("");
            }
            even.add(cells);
        }
        return new Sheet("csv", encoding.title(), SeparatedValues.word(separator), columns, even, hasHeader ? 2 : 1);
    }

    private static boolean isHeader(List<String> row) {
        for (String cell : row) {
            String word = cell.trim().toLowerCase(java.util.Locale.ROOT);
            if (TEXTS.contains(word) || LABELS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The column that holds texts, by its name or its length. */
    public int textColumn() {
        int named = named(TEXTS);
        if (named >= 0) {
            return named;
        }
        int best = 0;
        for (int column = 1; column < columns.size(); column++) {
            best = letters(column) > letters(best) ? column : best;
        }
        return best;
    }

    /** The column that holds labels, by its name or by how few different values it has. */
    public int labelColumn() {
        int text = textColumn();
        int named = named(LABELS);
        if (named >= 0 && named != text) {
            return named;
        }
        int best = -1;
        for (int column = 0; column < columns.size(); column++) {
            boolean better = column != text && (best < 0 || different(column) > 1 && (different(best) < 2 || different(column) < different(best)));
            best = better ? column : best;
        }
        return best;
    }

    private int named(List<String> words) {
        for (int column = 0; column < columns.size(); column++) {
            if (words.contains(columns.get(column).toLowerCase(java.util.Locale.ROOT))) {
                return column;
            }
        }
        return -1;
    }

    private long letters(int column) {
        long letters = 0;
        for (List<String> row : rows) {
            letters += row.get(column).length();
        }
        return letters;
    }

    private int different(int column) {
        Set<String> values = new HashSet<>();
        rows.forEach(row -> values.add(row.get(column).trim()));
        return values.size();
    }

    /** A column by name. @throws InvalidInput when there is none */
    public int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new InvalidInput("There is no such column.", Finding.at("examples").expected("one of " + columns).found(Examples.brief(name)));
        }
        return column;
    }

    /** {@code {format, encoding, separator, columns, rows, text_column, label_column, preview: [[cells]]}}. */
    public JsonObject toJson() {
        List<Json> preview = new ArrayList<>();
        for (List<String> row : rows.subList(0, Math.min(5, rows.size()))) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(Utf8.replaceUnpairedSurrogates(cell.length() > 200 ? cell.substring(0, 200) + "\u2026" : cell)));
            preview.add(dev.tabitat.core.json.JsonArray.ofStrings(cells));
        }
        return JsonObject.of("format", format, "encoding", encoding, "separator", separator, "columns", dev.tabitat.core.json.JsonArray.ofStrings(columns), "rows", rows.size(),
                "text_column", columns.get(textColumn()), "label_column", columns.get(labelColumn()), "preview", new dev.tabitat.core.json.JsonArray(preview));
    }
}
