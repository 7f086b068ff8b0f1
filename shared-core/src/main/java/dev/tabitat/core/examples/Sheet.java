package dev.tabitat.core.examples;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.SeparatedValues;
import dev.tabitat.core.text.SheetLayout;
import dev.tabitat.core.text.TextEncoding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows and columns as a person's file has them.
 *
 * <pre>
 * file     = separated values ({@link SeparatedValues}), JSON Lines or JSON ({@link JsonRows})
 * </pre>
 *
 * Source: jsonlines.org.
 *
 * @param format {@code csv} or {@code jsonl}
 * @param encoding in words
 * @param separator in words; empty for JSON
 * @param columns names; made up where the file has none
 * @param rows each as wide as there are columns
 * @param numbers of the rows in the file, from 1
 * @param notices what was left out or mended, each a sentence for a person
 */
public record Sheet(String format, String encoding, String separator, List<String> columns, List<List<String>> rows,
        List<Integer> numbers, List<String> notices) {

    /** 32 MiB. */
    public static final int MAX_BYTES = 32 << 20;

    private static final int MAX_COLUMNS = 200;
    private static final int MAX_CELLS = 1000;
    private static final int MAX_ABOVE = 30;
    private static final int HEADER_SAMPLE = 200;
    private static final List<String> TEXTS = List.of("text", "message", "sentence", "review", "content", "body",
            "comment", "input", "question", "document", "tweet", "utterance", "query",
            "prompt", "nachricht", "satz", "rezension", "kommentar", "texte", "texto", "testo", "tekst");
    private static final List<String> LABELS = List.of("label", "class", "category", "sentiment", "target", "topic",
            "intent", "tag", "type", "output", "language", "labels", "cats", "classes",
            "categories", "annotation", "annotations", "klasse", "kategorie", "classe", "cat\u00e9gorie",
            "categor\u00eda", "etiqueta", "etichetta", "thema");

    public Sheet {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        numbers = List.copyOf(numbers);
        notices = List.copyOf(notices);
    }

    /**
     * Rows that stand one below the other, of which nothing is to be said. @param firstRow number of the first one in
     * the file, from 1
     */
    public Sheet(String format, String encoding, String separator, List<String> columns, List<List<String>> rows,
            int firstRow) {
        this(format, encoding, separator, columns, rows, numbers(firstRow, rows.size()), List.of());
    }

    private static List<Integer> numbers(int first, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(first + i);
        }
        return numbers;
    }

    /**
     * @throws InvalidInput when there is nothing in it, or too much
     * @throws dev.tabitat.core.error.DamagedData when at least half of its lines of JSON are broken
     */
    public static Sheet read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new InvalidInput("The file is too long for examples.",
                    Finding.at("examples").expected("at most " + MAX_BYTES + " bytes").found(bytes.length + " bytes")
                            .remedy("Take a part of it: a few hundred examples of each label are plenty."));
        }
        TextEncoding.Decoded decoded = TextEncoding.decode(bytes);
        String text = decoded.text();
        int first = firstLetter(text);
        if (first == text.length()) {
            throw new InvalidInput("There is nothing in it.",
                    Finding.at("examples").expected("rows with a text and a label").found("an empty text"));
        }
        String encoding = decoded.encoding().title();
        int start = behindComments(text, first);
        boolean mayBeJson = start < text.length() && (text.charAt(start) == '{' || text.charAt(start) == '[');
        Optional<Sheet> json = mayBeJson ? JsonRows.read(text.substring(start), numberOf(text, start), encoding)
                : Optional.empty();
        return json.orElseGet(() -> separated(text, encoding));
    }

    /** Lines that begin as comments in files of JSON are no part of it. */
    private static int behindComments(String text, int first) {
        int at = first;
        while (at < text.length() && (text.charAt(at) == '#' || text.startsWith("//", at))) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
        }
        return at;
    }

    /** The number of the line with this character, from 1. */
    private static int numberOf(String text, int at) {
        int number = 1;
        for (int i = 0; i < at; i++) {
            number += text.charAt(i) == '\n' ? 1 : 0;
        }
        return number;
    }

    private static int firstLetter(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) <= ' ') {
            first++;
        }
        return first;
    }

    static void requireRows(int rows) {
        if (rows > Examples.MOST) {
            throw new InvalidInput("There are too many rows.",
                    Finding.at("examples").expected("at most " + Examples.MOST).found("more")
                            .remedy("Take a sample: a few hundred examples of each label are plenty."));
        }
    }

    static void requireColumns(int columns) {
        if (columns < 2 || columns > MAX_COLUMNS) {
            throw new InvalidInput("There must be a column of texts and one of labels.",
                    Finding.at("examples").expected("2 to " + MAX_COLUMNS + " columns")
                            .found(columns == 1 ? "one" : columns + "")
                            .remedy("One example a line: the text, a comma or a tab, and its label."));
        }
    }

    private static Sheet separated(String text, String encoding) {
        char separator = SeparatedValues.separator(text).orElse(',');
        List<SeparatedValues.Row> read = SeparatedValues.rows(text, separator, Examples.MOST + MAX_ABOVE + 2,
                MAX_CELLS);
        requireRows(read.size() - 1);
        if (read.isEmpty()) {
            throw new InvalidInput("There is nothing in it.",
                    Finding.at("examples").expected("rows with a text and a label").found("blank rows"));
        }
        SheetLayout layout = SheetLayout.of(read);
        boolean isNamed = layout.isNamed() == SheetLayout.Certainty.CERTAIN
                || layout.isNamed() == SheetLayout.Certainty.LIKELY;
        List<SeparatedValues.Row> rows = new ArrayList<>(layout.rows());
        List<String> notices = new ArrayList<>();
        RowNotices notes = new RowNotices();
        layout.above().forEach(row -> notes.add("above the table left out", row.number()));
        layout.names().ifPresent(row -> {
            if (!isNamed) {
                rows.add(0, row);
            } else if (!hasKnownName(row.cells())) {
                notices.add("Row " + row.number() + " was read as the names of the columns, not as an example: "
                        + Examples.brief(String.join(", ", row.cells())) + ".");
            }
        });
        List<String> columns = columns(isNamed ? layout.names().get().cells() : List.of(), rows);
        Sheet even = even(encoding, SeparatedValues.word(separator), columns, rows, separator, notes);
        notices.addAll(notes.sentences());
        return new Sheet(even.format, encoding, even.separator, columns, even.rows, even.numbers, notices);
    }

    /** The names, made up where there are none, for as many columns as the names or, without them, most rows have. */
    private static List<String> columns(List<String> names, List<SeparatedValues.Row> rows) {
        int width = 0;
        boolean isIndexed = !names.isEmpty() && !rows.isEmpty();
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        for (SeparatedValues.Row row : rows) {
            int count = widths.merge(row.cells().size(), 1, Integer::sum);
            width = count > widths.getOrDefault(width, 0) || width == 0 ? row.cells().size() : width;
            isIndexed &= row.cells().size() == names.size() + 1;
        }
        // R writes no name above the column that counts the rows.
        int before = isIndexed ? 1 : 0;
        width = names.isEmpty() ? width : names.size() + before;
        requireColumns(width);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            String name = i >= before && i - before < names.size() ? names.get(i - before).trim() : "";
            columns.add(name.isEmpty() || columns.contains(name) ? "column " + (i + 1) : name);
        }
        return columns;
    }

    /**
     * Rows filled up to one width. One with more cells is read as a text that holds the separator where its label is
     * one of the others'; else it is left out.
     */
    private static Sheet even(String encoding, String word, List<String> columns, List<SeparatedValues.Row> rows,
            char separator, RowNotices notes) {
        int width = columns.size();
        List<List<String>> regular = new ArrayList<>();
        for (SeparatedValues.Row row : rows) {
            if (filledWidth(row.cells()) <= width) {
                regular.add(filled(row.cells(), width));
            }
        }
        Sheet first = new Sheet("csv", encoding, word, columns, regular, 1);
        int text = first.textColumn();
        int label = first.labelColumn();
        Set<String> labels = new HashSet<>();
        regular.forEach(row -> labels.add(row.get(label).trim().toLowerCase(java.util.Locale.ROOT)));
        List<List<String>> all = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (SeparatedValues.Row row : rows) {
            int surplus = filledWidth(row.cells()) - width;
            List<String> cells = surplus <= 0 ? filled(row.cells(), width)
                    : joined(row.cells(), width, text, surplus, separator);
            if (surplus > 0 && !labels.contains(cells.get(label).trim().toLowerCase(java.util.Locale.ROOT))) {
                notes.add("with more cells than there are columns left out", row.number());
                continue;
            }
            if (surplus > 0) {
                notes.add("with more cells than there are columns: a " + word + " was read as part of the text",
                        row.number());
            }
            all.add(cells);
            numbers.add(row.number());
        }
        return new Sheet("csv", encoding, word, columns, all, numbers, List.of());
    }

    /** How many cells there are without the blank ones at the end. */
    private static int filledWidth(List<String> cells) {
        int width = cells.size();
        while (width > 0 && cells.get(width - 1).trim().isEmpty()) {
            width--;
        }
        return width;
    }

    private static List<String> filled(List<String> cells, int width) {
        List<String> filled = new ArrayList<>(cells.subList(0, Math.min(width, cells.size())));
        while (filled.size() < width) {
            filled.add("");
        }
        return filled;
    }

    private static List<String> joined(List<String> cells, int width, int text, int surplus, char separator) {
        List<String> joined = new ArrayList<>(cells.subList(0, text));
        joined.add(String.join(String.valueOf(separator), cells.subList(text, text + surplus + 1)));
        joined.addAll(cells.subList(text + surplus + 1, width + surplus));
        return joined;
    }

    /** Whether the first of these rows names the columns of the others. */
    static boolean isHeader(List<List<String>> rows) {
        if (rows.size() < 2) {
            return false;
        }
        SheetLayout.Certainty certainty = SheetLayout.certainty(rows.get(0),
                rows.subList(1, Math.min(rows.size(), HEADER_SAMPLE)));
        return certainty == SheetLayout.Certainty.CERTAIN || certainty == SheetLayout.Certainty.LIKELY;
    }

    /** Whether this is what columns of texts are called. */
    static boolean isTextName(String name) {
        return TEXTS.contains(lastPart(name));
    }

    /** In small letters; of "fields.text" the last part. */
    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1).trim().toLowerCase(java.util.Locale.ROOT);
    }

    private static boolean hasKnownName(List<String> row) {
        for (String cell : row) {
            if (TEXTS.contains(lastPart(cell)) || LABELS.contains(lastPart(cell))) {
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
            boolean better = column != text && (best < 0
                    || different(column) > 1 && (different(best) < 2 || different(column) < different(best)));
            best = better ? column : best;
        }
        return best;
    }

    private int named(List<String> words) {
        for (int column = 0; column < columns.size(); column++) {
            if (words.contains(lastPart(columns.get(column)))) {
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
            throw new InvalidInput("There is no such column.",
                    Finding.at("examples").expected("one of " + columns).found(Examples.brief(name)));
        }
        return column;
    }

    /** {@code {format, encoding, separator, columns, rows, text_column, label_column, preview: [[cells]]}}. */
    public JsonObject toJson() {
        List<Json> preview = new ArrayList<>();
        for (List<String> row : rows.subList(0, Math.min(5, rows.size()))) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(
                    Utf8.replaceUnpairedSurrogates(cell.length() > 200 ? cell.substring(0, 200) + "\u2026" : cell)));
            preview.add(dev.tabitat.core.json.JsonArray.ofStrings(cells));
        }
        return JsonObject.of("format", format, "encoding", encoding, "separator", separator, "columns",
                dev.tabitat.core.json.JsonArray.ofStrings(columns), "rows", rows.size(),
                "text_column", columns.get(textColumn()), "label_column", columns.get(labelColumn()), "preview",
                new dev.tabitat.core.json.JsonArray(preview));
    }
}
