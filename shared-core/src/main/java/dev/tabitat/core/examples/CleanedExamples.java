package dev.tabitat.core.examples;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.CanonicalText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of a sheet can be learnt from, and what was left out or mended, in sentences.
 *
 * @param examples each once, none without text or label, no text with two labels
 * @param notices for the person who gave them
 */
public record CleanedExamples(Examples examples, List<String> notices) {

    /** More than any model here reads. */
    private static final int MAX_LETTERS = 50_000;

    private static final int MAX_LABEL_LENGTH = 100;

    public CleanedExamples {
        notices = List.copyOf(notices);
    }

    /**
     * Labels are trimmed; those that differ by case, white space or Unicode form only become the most frequent
     * spelling.
     */
    public static CleanedExamples of(Sheet sheet, int textColumn, int labelColumn) {
        RowNotices told = new RowNotices();
        List<String> notices = new ArrayList<>(sheet.notices());
        Map<String, String> spellings = spellings(sheet, labelColumn, notices);
        Map<String, Set<String>> labelsOf = new HashMap<>();
        Map<Example, Integer> kept = new LinkedHashMap<>();
        for (int i = 0; i < sheet.rows().size(); i++) {
            int row = sheet.numbers().get(i);
            String text = Utf8.replaceUnpairedSurrogates(sheet.rows().get(i).get(textColumn)).trim();
            String label = spellings.getOrDefault(key(sheet.rows().get(i).get(labelColumn)), "");
            if (!hasLetter(text)) {
                told.add("without a text left out", row);
            } else if (label.isEmpty()) {
                told.add("without a label left out", row);
            } else if (text.length() > MAX_LETTERS) {
                told.add("with more than " + MAX_LETTERS + " characters left out", row);
            } else if (label.length() > MAX_LABEL_LENGTH) {
                told.add("whose label is longer than " + MAX_LABEL_LENGTH + " characters left out", row);
            } else if (kept.putIfAbsent(new Example(text, label), row) != null) {
                told.add("that repeats another left out", row);
            } else {
                labelsOf.computeIfAbsent(text, unused -> new HashSet<>()).add(label);
            }
        }
        List<Example> items = new ArrayList<>();
        kept.forEach((example, row) -> {
            if (labelsOf.get(example.text()).size() > 1) {
                told.add("whose text has two different labels left out", row);
            } else {
                items.add(example);
            }
        });
        notices.addAll(told.sentences());
        return new CleanedExamples(Examples.sorted(items), notices);
    }

    private static String key(String label) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean isSpace = c <= ' ' || Character.getType(c) == Character.SPACE_SEPARATOR;
            if (!isSpace) {
                key.append(c);
            } else if (key.length() > 0 && key.charAt(key.length() - 1) != ' ') {
                key.append(' ');
            }
        }
        return CanonicalText.decomposed(Utf8.replaceUnpairedSurrogates(key.toString()).trim().toLowerCase(Locale.ROOT));
    }

    /** The spelling for each label's key. */
    private static Map<String, String> spellings(Sheet sheet, int labelColumn, List<String> notices) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        for (List<String> row : sheet.rows()) {
            String label = Utf8.replaceUnpairedSurrogates(row.get(labelColumn)).trim();
            if (!label.isEmpty()) {
                counts.computeIfAbsent(key(label), unused -> new TreeMap<>()).merge(label, 1, Integer::sum);
            }
        }
        Map<String, String> chosen = new HashMap<>();
        counts.forEach((key, spelled) -> {
            String best = "";
            for (Map.Entry<String, Integer> one : spelled.entrySet()) {
                best = best.isEmpty() || one.getValue() > spelled.get(best) ? one.getKey() : best;
            }
            chosen.put(key, best);
            if (spelled.size() > 1) {
                List<String> others = new ArrayList<>(spelled.keySet());
                others.remove(best);
                notices.add("Labels that differ by case, spaces or the form of accents only were read as \""
                        + Examples.brief(best) + "\": " + Examples.brief(String.join(", ", others)) + ".");
            }
        });
        return chosen;
    }

    private static boolean hasLetter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ' ' && Character.getType(text.charAt(i)) != Character.SPACE_SEPARATOR) {
                return true;
            }
        }
        return false;
    }

    /** {@code {n, labels: [{label, n}], digest, notices}}. */
    public JsonObject toJson() {
        List<JsonObject> labels = new ArrayList<>();
        examples.counts().forEach((label, n) -> labels.add(JsonObject.of("label", label, "n", n)));
        return JsonObject.of("n", examples.items().size(), "labels", labels, "digest", examples.digest().toString(),
                "notices", JsonArray.ofStrings(notices));
    }
}
