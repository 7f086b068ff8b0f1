package dev.tabitat.core.examples;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A data set. As a file, JSON Lines: one {@code {"label", "text"}} a line in canonical JSON, ordered by digest, so that
 * the same examples have the same bytes in whatever order they came.
 *
 * @param items each once
 */
public record Examples(List<Example> items) {

    /** What a data set may hold; more is no longer a few seconds' work in a tab. */
    public static final int MOST = 20_000;

    /** Fewer say nothing. */
    public static final int LEAST = 20;

    /** Fewer of one label cannot be split into three parts. */
    public static final int MIN_EXAMPLES_PER_LABEL = 5;

    private static final int MAX_LABELS = 256;
    private static final int MAX_LINE_LENGTH = 1 << 20;

    public Examples {
        items = List.copyOf(items);
        Set<Example> seen = new HashSet<>(items);
        if (seen.size() != items.size()) {
            throw new DamagedData("An example comes twice in a data set.",
                    Finding.at("examples").expected("each once").found((items.size() - seen.size()) + " twice"));
        }
    }

    /** In the order of their digests. */
    public static Examples sorted(List<Example> items) {
        Map<String, Example> byDigest = new TreeMap<>();
        for (Example item : items) {
            byDigest.put(item.digest().hex(), item);
        }
        return new Examples(new ArrayList<>(byDigest.values()));
    }

    /** Every label, in ascending order. */
    public List<String> labels() {
        return new ArrayList<>(counts().keySet());
    }

    /** How many examples each label has. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Example item : items) {
            counts.merge(item.label(), 1, Integer::sum);
        }
        return Collections.unmodifiableMap(counts);
    }

    /**
     * @return these, when something can be learnt from them
     * @throws InvalidInput saying what is missing
     */
    public Examples requireEnough() {
        Map<String, Integer> counts = counts();
        if (items.size() < LEAST) {
            throw tooFew("at least " + LEAST + " different examples",
                    items.size() == 1 ? "1 example" : items.size() + " examples");
        }
        if (counts.size() < 2) {
            throw tooFew("at least two labels",
                    counts.isEmpty() ? "none" : "the label \"" + brief(counts.keySet().iterator().next()) + "\" only");
        }
        if (counts.size() > MAX_LABELS) {
            throw new InvalidInput("There are too many labels.",
                    Finding.at("examples").expected("at most " + MAX_LABELS).found(counts.size())
                            .remedy("Is this the column with the labels?"));
        }
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (count.getValue() < MIN_EXAMPLES_PER_LABEL) {
                throw tooFew("at least " + MIN_EXAMPLES_PER_LABEL + " examples of each label",
                        count.getValue() + " of \"" + brief(count.getKey()) + "\"");
            }
        }
        return this;
    }

    private static InvalidInput tooFew(String expected, String found) {
        return new InvalidInput("There are too few examples to learn from and to test on.",
                Finding.at("examples").expected(expected).found(found)
                        .remedy("Add some, or leave a rare label out."));
    }

    static String brief(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "\u2026" : text;
    }

    /** The file. */
    public byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        for (Example item : sorted(items).items) {
            lines.append(CanonicalJson.text(item.toJson())).append('\n');
        }
        return Utf8.encode(lines.toString());
    }

    /** Of the file. */
    public Digest digest() {
        return Digest.of(bytes());
    }

    /** What {@link #bytes} wrote. @throws DamagedData naming the line, when it is another file */
    public static Examples read(byte[] bytes) {
        String text = Utf8.decode(bytes);
        List<Example> items = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int until = end < 0 ? text.length() : end;
            if (items.size() == MOST) {
                throw new DamagedData("A data set is too long.",
                        Finding.at("examples").expected("at most " + MOST + " lines").found("more"));
            }
            JsonObject json = JsonReader.readObject(Utf8.encode(text.substring(from, until)),
                    new JsonLimits(MAX_LINE_LENGTH, 4));
            items.add(new Example(json.string("text"), json.string("label")));
            from = until + 1;
        }
        return new Examples(items);
    }
}
