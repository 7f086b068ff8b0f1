package dev.tabitat.core.examples;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonRepair;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a file of JSON, in the shapes that programs for labelling and tables write.
 *
 * <pre>
 * file    = lines | list | wrapper | columns
 * lines   = (object | array of cells) a line, blank lines and comments left out
 * list    = "[" objects, or arrays of cells, the first one with names where it looks so "]"
 * wrapper = an object with one list of rows in it, such as {"version": 1, "data": [...]}; several: the longest
 * columns = an object whose members are lists of equal length, or objects by row as pandas writes them; or the examples by their ids
 * </pre>
 *
 * Lines that are nearly JSON are mended ({@link JsonRepair}); those that are not are left out, unless half of the file
 * is so. An object in an object gives columns of its own, "outer.inner".
 */
final class JsonRows {

    private static final JsonLimits LIMITS = new JsonLimits(Sheet.MAX_BYTES, 32);
    private static final String REMEDY = "Write each example as one line, {\"text\": \"\u2026\", \"label\": \"\u2026\"}, or all of them as one JSON array; in Python, json.dumps writes it.";

    private final RowNotices notes = new RowNotices();
    private final List<String> sentences = new ArrayList<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<Map<String, Json>> rows = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    private JsonRows() {}

    /**
     * The sheet of a text that begins with a brace or bracket; empty when it begins with a bracket and is no JSON at
     * all.
     *
     * @param line the number of its first line in the file, from 1
     * @throws DamagedData when at least half of its lines are broken
     * @throws InvalidInput when there are no rows with two columns, or too many
     */
    static Optional<Sheet> read(String text, int line, String encoding) {
        JsonRows read = new JsonRows();
        Optional<Json> whole = parsed(text);
        boolean isList = text.charAt(0) == '[';
        if (whole.isEmpty() && isList) {
            whole = read.mended(text, 0);
        }
        if (whole.isPresent()) {
            read.value(whole.get());
        } else if (!read.lines(text, line, isList && !isOfObjects(text))) {
            return Optional.empty();
        }
        return Optional.of(read.sheet(encoding));
    }

    /** Whether the first thing in a list is an object. */
    private static boolean isOfObjects(String text) {
        int at = 1;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '{';
    }

    private static Optional<Json> parsed(String text) {
        try {
            return Optional.of(JsonReader.read(text, LIMITS));
        } catch (DamagedData broken) {
            return Optional.empty();
        }
    }

    /** @param number of the row, or 0 for all of a file */
    private Optional<Json> mended(String text, int number) {
        JsonRepair.Repaired repaired = JsonRepair.of(text);
        Optional<Json> value = parsed(repaired.json());
        if (value.isPresent() && repaired.isPython()) {
            note("written as Python writes objects, not as JSON, and read all the same",
                    "The file is written as Python writes objects, not as JSON; it was read all the same.", number);
        }
        if (value.isPresent() && repaired.hasLostNumbers()) {
            note("with NaN or Infinity, which JSON has not, read as empty there",
                    "NaN or Infinity, which JSON has not, was read as empty.", number);
        }
        return value;
    }

    private void note(String ofRows, String ofFile, int number) {
        if (number > 0) {
            notes.add(ofRows, number);
        } else {
            sentences.add(ofFile);
        }
    }

    /** @return whether the lines are JSON at all */
    private boolean lines(String text, int firstLine, boolean areLists) {
        int line = firstLine - 1;
        int broken = 0;
        int firstBroken = 0;
        List<Json> values = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            int until = end < 0 ? text.length() : end;
            String one = areLists ? text.substring(from, until).trim()
                    : withoutBrackets(text.substring(from, until).trim());
            from = until + 1;
            line++;
            if (one.isEmpty() || one.startsWith("//") || one.startsWith("#")) {
                continue;
            }
            Optional<Json> value = parsed(one);
            value = value.isEmpty() ? mended(one, line) : value;
            if (value.filter(json -> areLists ? json instanceof JsonArray : json instanceof JsonObject).isPresent()) {
                values.add(value.get());
                lines.add(line);
                requireRows(values.size());
            } else {
                broken++;
                firstBroken = firstBroken == 0 ? line : firstBroken;
                notes.add("of broken JSON left out", line);
            }
        }
        if (areLists && values.isEmpty()) {
            return false;
        }
        if (broken >= values.size() && broken > 0) {
            throw new DamagedData("The file is not JSON: too many of its lines are broken.",
                    Finding.at("examples, line " + firstBroken).expected("{\"text\": \u2026, \"label\": \u2026}")
                            .found(broken + " broken lines of " + (broken + values.size())).remedy(REMEDY));
        }
        if (areLists) {
            cells(values, lines);
        } else {
            for (int i = 0; i < values.size(); i++) {
                row((JsonObject) values.get(i), lines.get(i));
            }
        }
        return true;
    }

    /** A line of a list of objects without the brackets around the list. */
    private static String withoutBrackets(String line) {
        String bare = line.startsWith("[") ? line.substring(1).trim() : line;
        return bare.endsWith("]") && !bare.endsWith("[]") ? bare.substring(0, bare.length() - 1).trim() : bare;
    }

    private void value(Json whole) {
        if (whole instanceof JsonArray list) {
            list(list);
        } else if (whole instanceof JsonObject object && !wrapper(object) && !byName(object) && !columns(object)) {
            row(object, 1);
        }
    }

    private void list(JsonArray list) {
        requireRows(list.size());
        boolean areCells = list.size() > 0 && list.get(0) instanceof JsonArray;
        List<Integer> at = new ArrayList<>();
        List<Json> arrays = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (areCells && list.get(i) instanceof JsonArray) {
                arrays.add(list.get(i));
                at.add(i + 1);
            } else if (!areCells && list.get(i) instanceof JsonObject object) {
                row(object, i + 1);
            } else {
                notes.add("of another shape than the first left out", i + 1);
            }
        }
        cells(arrays, at);
    }

    /** An object around the list of examples. @return whether it is one */
    private boolean wrapper(JsonObject object) {
        String best = "";
        for (String name : object.names()) {
            if (object.get(name) instanceof JsonArray list && list.size() > 0
                    && (list.get(0) instanceof JsonObject || list.get(0) instanceof JsonArray)
                    && (best.isEmpty() || list.size() > object.array(best).size())) {
                best = name;
            }
        }
        if (best.isEmpty()) {
            for (String name : object.names()) {
                if (object.get(name) instanceof JsonObject inner && !isExample(object) && wrapper(inner)) {
                    return true;
                }
            }
            return false;
        }
        if (object.names().size() > 1 && Sheet.isTextName(best) || isExample(object)) {
            return false;
        }
        sentences.add("The examples are those in \u201c" + Examples.brief(best) + "\u201d of the file.");
        Optional<JsonArray> names = object.findArray("columns");
        if (names.isPresent() && object.array(best).get(0) instanceof JsonArray) {
            List<Json> all = new ArrayList<>(List.of(names.get()));
            all.addAll(object.array(best).items());
            list(new JsonArray(all));
        } else {
            list(object.array(best));
        }
        return true;
    }

    /** Examples as members of an object, each under its id. @return whether it is made of them */
    private boolean byName(JsonObject object) {
        List<JsonObject> members = new ArrayList<>();
        for (String name : object.names()) {
            if (!(object.get(name) instanceof JsonObject member)
                    || member.names().stream().noneMatch(Sheet::isTextName)) {
                return false;
            }
            members.add(member);
        }
        requireRows(members.size());
        for (int i = 0; i < members.size(); i++) {
            row(members.get(i), i + 1);
        }
        return !members.isEmpty();
    }

    /** Whether the object is one example with a list of labels beside its text. */
    private static boolean isExample(JsonObject object) {
        for (String name : object.names()) {
            if (Sheet.isTextName(name) && object.get(name) instanceof JsonString) {
                return true;
            }
        }
        return false;
    }

    /** Lists of equal length, or objects by row. @return whether the object is made of columns */
    private boolean columns(JsonObject object) {
        int length = -1;
        for (String name : object.names()) {
            Json column = object.get(name);
            int own = column instanceof JsonArray list ? list.size()
                    : column instanceof JsonObject cells ? cells.names().size() : -1;
            if (own < 2 || length >= 0 && own != length) {
                return false;
            }
            length = own;
        }
        if (object.names().size() < 2) {
            return false;
        }
        requireRows(length);
        for (int i = 0; i < length; i++) {
            JsonObject.Builder row = JsonObject.builder();
            for (String name : object.names()) {
                if (object.get(name) instanceof JsonArray list) {
                    row.put(name, list.get(i));
                } else {
                    JsonObject cells = object.object(name);
                    row.put(name, cells.get(new ArrayList<>(cells.names()).get(i)));
                }
            }
            row(row.build(), i + 1);
        }
        return true;
    }

    /** Arrays of cells; the first is a header where it names columns. */
    private void cells(List<Json> arrays, List<Integer> at) {
        if (arrays.isEmpty()) {
            return;
        }
        List<List<String>> texts = new ArrayList<>();
        for (Json array : arrays) {
            List<String> cells = new ArrayList<>();
            ((JsonArray) array).items().forEach(cell -> cells.add(text(cell)));
            texts.add(cells);
        }
        boolean isNamed = Sheet.isHeader(texts);
        for (int i = isNamed ? 1 : 0; i < arrays.size(); i++) {
            JsonArray array = (JsonArray) arrays.get(i);
            Map<String, Json> row = new LinkedHashMap<>();
            for (int c = 0; c < array.size(); c++) {
                String name = isNamed && c < texts.get(0).size() && !texts.get(0).get(c).trim().isEmpty()
                        ? texts.get(0).get(c).trim()
                        : "column " + (c + 1);
                columns.putIfAbsent(name, columns.size());
                row.put(name, array.get(c));
            }
            rows.add(row);
            numbers.add(at.get(i));
        }
    }

    private void row(JsonObject object, int number) {
        Map<String, Json> row = new LinkedHashMap<>();
        for (String name : object.names()) {
            Json value = object.get(name);
            if (value instanceof JsonObject inner && isText(inner)) {
                for (String part : inner.names()) {
                    put(row, name + "." + part, inner.get(part));
                }
            } else {
                put(row, name, value);
            }
        }
        rows.add(row);
        numbers.add(number);
    }

    private void put(Map<String, Json> row, String name, Json value) {
        columns.putIfAbsent(name, columns.size());
        row.put(name, value);
    }

    /** Whether an object holds texts, and not scores by label. */
    private static boolean isText(JsonObject object) {
        for (String name : object.names()) {
            if (object.get(name) instanceof JsonString) {
                return true;
            }
        }
        return false;
    }

    private static String text(Json value) {
        return value instanceof JsonString string ? string.value() : value == JsonNull.NULL ? "" : value.toString();
    }

    private static void requireRows(int rows) {
        Sheet.requireRows(rows);
    }

    private Sheet sheet(String encoding) {
        Sheet.requireColumns(columns.size());
        List<String> names = new ArrayList<>(columns.keySet());
        List<List<String>> cells = new ArrayList<>();
        for (Map<String, Json> row : rows) {
            List<String> one = new ArrayList<>();
            names.forEach(name -> one.add(Utf8.replaceUnpairedSurrogates(text(row.getOrDefault(name, JsonNull.NULL)))));
            cells.add(one);
        }
        int label = new Sheet("jsonl", encoding, "", names, cells, numbers, List.of()).labelColumn();
        List<List<String>> kept = new ArrayList<>();
        List<Integer> keptNumbers = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Optional<String> single = JsonLabel.of(rows.get(i).getOrDefault(names.get(label), JsonNull.NULL),
                    numbers.get(i), notes);
            if (single.isPresent()) {
                cells.get(i).set(label, Utf8.replaceUnpairedSurrogates(single.get()));
                kept.add(cells.get(i));
                keptNumbers.add(numbers.get(i));
            }
        }
        sentences.addAll(notes.sentences());
        return new Sheet("jsonl", encoding, "", names, kept, keptNumbers, sentences);
    }
}
