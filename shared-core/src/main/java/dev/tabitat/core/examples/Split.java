package dev.tabitat.core.examples;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.fitness.Interval;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A data set in three parts: <em>train</em> to learn from, <em>select</em> to choose by, <em>test</em> to be opened
 * once, at the end.
 *
 * <p>
 * Each example gets a number in [0, 1): the first 32 bits of SHA-256 over a fixed salt and its {@linkplain #normalised
 * normalised} text. From .8 on it is in test, whatever else is in the data set: <strong>adding examples never moves one
 * out of test</strong>, nor an old one into it. An example that is a near-duplicate of a test example but not in test
 * itself is left out of all parts. Of the others, groups of near-duplicates with a number from .6 on are in select, the
 * rest in train; train and select borrow from each other where a label would be missing.
 *
 * <p>
 * Every label has the same expected shares, 60/20/20. Exact shares, or one test example of each label, cannot be had
 * together with the guarantee: a rule that puts one of any five examples of a label into test, and keeps it there, must
 * put all but four of them there. Labels without a test example are named in {@link #untested}.
 *
 * @param leftOut near-duplicates of test examples
 */
public record Split(List<Example> train, List<Example> select, List<Example> test, List<Example> leftOut) {

    /** The rule's name in recipes and scorecards. */
    public static final String RULE = "salted hash of the normalised text 60/20/20, near-duplicates of test left out, v2";

    private static final String SALT = "tabitat split v2\n";
    private static final double SELECT_FROM = 0.6;
    private static final double TEST_FROM = 0.8;
    /** A label needs so many groups of near-duplicates, one a part. */
    private static final int MIN_GROUPS_OF_LABEL = 3;

    public Split {
        train = List.copyOf(train);
        select = List.copyOf(select);
        test = List.copyOf(test);
        leftOut = List.copyOf(leftOut);
    }

    /** @throws InvalidInput when a label cannot be learnt from, or nothing is in test */
    public static Split of(Examples examples) {
        List<Example> items = Examples.sorted(examples.items()).items();
        Assignment assignment = new Assignment(items);
        for (String label : examples.labels()) {
            assignment.requireDiverse(label);
            assignment.borrow(label, Part.SELECT, Part.TRAIN);
            assignment.borrow(label, Part.TRAIN, Part.SELECT);
        }
        Split split = new Split(assignment.of(Part.TRAIN), assignment.of(Part.SELECT), assignment.of(Part.TEST),
                assignment.of(Part.LEFT_OUT));
        for (String label : examples.labels()) {
            if (split.train.stream().noneMatch(item -> item.label().equals(label))) {
                throw tooAlike(label, "all held back, or near-duplicates of those that are");
            }
        }
        if (split.test.isEmpty()) {
            throw new InvalidInput("None of the examples falls into the part that is held back.",
                    Finding.at("examples").expected("about one in five").found("0 of " + items.size())
                            .remedy("Add more examples."));
        }
        return split;
    }

    private enum Part {
        TRAIN,
        SELECT,
        TEST,
        LEFT_OUT
    }

    /** The part of each example, in the order of the digests. */
    private static final class Assignment {

        private final List<Example> items;
        private final int[] groups;
        private final double[] numbers;
        private final Part[] parts;

        Assignment(List<Example> items) {
            this.items = items;
            groups = NearDuplicates.groups(items);
            numbers = new double[items.size()];
            parts = new Part[items.size()];
            double[] highest = new double[items.size()];
            for (int i = 0; i < parts.length; i++) {
                numbers[i] = number(items.get(i).text());
                highest[groups[i]] = Math.max(highest[groups[i]], numbers[i]);
            }
            for (int i = 0; i < parts.length; i++) {
                double group = highest[groups[i]];
                parts[i] = numbers[i] >= TEST_FROM ? Part.TEST
                        : group >= TEST_FROM ? Part.LEFT_OUT : group >= SELECT_FROM ? Part.SELECT : Part.TRAIN;
            }
        }

        List<Example> of(Part part) {
            List<Example> found = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] == part) {
                    found.add(items.get(i));
                }
            }
            return found;
        }

        void requireDiverse(String label) {
            Set<Integer> found = new HashSet<>();
            for (int i = 0; i < parts.length; i++) {
                if (items.get(i).label().equals(label)) {
                    found.add(groups[i]);
                }
            }
            if (found.size() < MIN_GROUPS_OF_LABEL) {
                throw tooAlike(label, "near-duplicates only");
            }
        }

        /**
         * Where a part has no example of a label, it gets the group with the highest number from another that has at
         * least two.
         */
        void borrow(String label, Part to, Part from) {
            int best = -1;
            Set<Integer> there = new HashSet<>();
            for (int i = 0; i < parts.length; i++) {
                if (items.get(i).label().equals(label)) {
                    if (parts[i] == to) {
                        return;
                    }
                    if (parts[i] == from) {
                        there.add(groups[i]);
                        best = best < 0 || numbers[i] > numbers[best] ? i : best;
                    }
                }
            }
            // Select can be without a label; train cannot.
            if (there.size() > 1 || to == Part.TRAIN && there.size() == 1) {
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = groups[i] == groups[best] && parts[i] == from ? to : parts[i];
                }
            }
        }
    }

    private static double number(String text) {
        String hex = Digest.of(Utf8.encode(SALT + normalised(text))).hex();
        return Long.parseLong(hex.substring(0, 8), 16) / 4294967296.0;
    }

    /**
     * What of a text decides its part: small letters, each run of ASCII digits as one 0; no white space, ASCII
     * punctuation, general or CJK punctuation. Where no letter remains, the text itself.
     */
    static String normalised(String text) {
        StringBuilder kept = new StringBuilder();
        boolean hasLetter = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            boolean isAsciiLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean isPunctuation = c < 0x80 && !isDigit && !isAsciiLetter || c >= 0x80 && c <= 0xBF
                    || c >= 0x2000 && c <= 0x206F
                    || c >= 0x3000 && c <= 0x303F || c == 0xFEFF;
            if (isPunctuation) {
                continue;
            }
            if (!isDigit) {
                kept.append(Character.toLowerCase(c));
                hasLetter = true;
            } else if (kept.length() == 0 || kept.charAt(kept.length() - 1) != '0') {
                kept.append('0');
            }
        }
        return hasLetter ? Utf8.replaceUnpairedSurrogates(kept.toString()) : text;
    }

    private static InvalidInput tooAlike(String label, String found) {
        return new InvalidInput("The examples of a label are so alike that they cannot be split.",
                Finding.at("label \"" + Examples.brief(label) + "\"")
                        .expected(MIN_GROUPS_OF_LABEL + " that differ by more than a few words").found(found)
                        .remedy("Add examples that say it in other words."));
    }

    /** The groups of near-duplicates among the test examples: the same number for those of one group. */
    public int[] testGroups() {
        return NearDuplicates.groups(test);
    }

    /** Labels of the data set that no test example has: how well they are recognised stays unknown. */
    public List<String> untested() {
        Set<String> labels = new TreeSet<>();
        train.forEach(item -> labels.add(item.label()));
        select.forEach(item -> labels.add(item.label()));
        test.forEach(item -> labels.remove(item.label()));
        return new ArrayList<>(labels);
    }

    /** What the number of held-back examples allows one to say. */
    public String words() {
        Interval all = Interval.wilson95(Math.round(test.size() * 0.8), test.size());
        String words = "With " + test.size() + " held-back examples, 80 % right could be anywhere from "
                + Math.round(100 * all.low()) + " to "
                + Math.round(100 * all.high()) + " %.";
        if (!leftOut.isEmpty()) {
            words += " " + leftOut.size() + (leftOut.size() == 1 ? " near-duplicate" : " near-duplicates")
                    + " of held-back examples are not used.";
        }
        List<String> untested = untested();
        if (!untested.isEmpty()) {
            words += " No example is held back of: " + Examples.brief(String.join(", ", untested))
                    + "; add more to measure it.";
        }
        return words;
    }

    /** {@code {rule, train, select, test, left_out, untested, words}}. */
    public JsonObject toJson() {
        return JsonObject.of("rule", RULE, "train", train.size(), "select", select.size(), "test", test.size(),
                "left_out", leftOut.size(),
                "untested", JsonArray.ofStrings(untested()), "words", words());
    }
}
