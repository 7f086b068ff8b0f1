package dev.tabitat.core.examples;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.fitness.Interval;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set in three parts: <em>train</em> to learn from, <em>select</em> to choose by, <em>test</em> to be opened once, at the end.
 *
 * <p>Where an example goes depends on its content alone: the first 32 bits of its digest as a share of 2^32, below .6 train, below .8
 * select, else test. Near-duplicates go together, where the smallest digest among them says. So a part keeps its examples when others
 * are added. A label that has no example in a part takes the nearest by digest from train.
 */
public record Split(List<Example> train, List<Example> select, List<Example> test) {

    /** The rule's name in recipes and scorecards. */
    public static final String RULE = "content-hash 60/20/20, near-duplicates together, v1";

    private static final double TRAIN = 0.6;
    private static final double SELECT = 0.8;

    public Split {
        train = List.copyOf(train);
        select = List.copyOf(select);
        test = List.copyOf(test);
    }

    /** @throws InvalidInput when a part has no example of some label */
    public static Split of(Examples examples) {
        List<Example> items = Examples.sorted(examples.items()).items();
        int[] groups = NearDuplicates.groups(items);
        List<List<Example>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<Integer, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            // Ascending by digest: the first of a group has the smallest.
            Example example = items.get(i);
            parts.get(places.computeIfAbsent(groups[i], group -> part(example))).add(example);
        }
        for (String label : examples.labels()) {
            for (int part = 0; part < parts.size(); part++) {
                requireOne(label, part, parts, items, groups);
            }
        }
        return new Split(parts.get(0), parts.get(1), parts.get(2));
    }

    private static int part(Example example) {
        double share = Long.parseLong(example.digest().hex().substring(0, 8), 16) / 4294967296.0;
        return share < TRAIN ? 0 : share < SELECT ? 1 : 2;
    }

    /** Moves a whole group from the largest part that can spare it. */
    private static void requireOne(String label, int part, List<List<Example>> parts, List<Example> items, int... groups) {
        if (parts.get(part).stream().anyMatch(item -> item.label().equals(label))) {
            return;
        }
        for (int from = 0; from < parts.size(); from++) {
            long there = parts.get(from).stream().filter(item -> item.label().equals(label)).count();
            for (int i = 0; i < items.size() && there > 1; i++) {
                if (!items.get(i).label().equals(label) || !parts.get(from).contains(items.get(i))) {
                    continue;
                }
                int group = groups[i];
                List<Example> together = new ArrayList<>();
                for (int j = 0; j < items.size(); j++) {
                    if (groups[j] == group) {
                        together.add(items.get(j));
                    }
                }
                long moved = together.stream().filter(item -> item.label().equals(label)).count();
                if (moved < there) {
                    parts.get(from).removeAll(together);
                    parts.get(part).addAll(together);
                    return;
                }
            }
        }
        throw new InvalidInput("The examples of a label are so alike that they cannot be split.",
                Finding.at("label \"" + Examples.brief(label) + "\"").expected("three that differ by more than a few words").found("near-duplicates only")
                        .remedy("Add examples that say it in other words."));
    }

    /** What the number of held-back examples allows one to say. */
    public String words() {
        Interval all = Interval.wilson95(Math.round(test.size() * 0.8), test.size());
        return "With " + test.size() + " held-back examples, 80 % right could be anywhere from " + Math.round(100 * all.low()) + " to "
                + Math.round(100 * all.high()) + " %.";
    }

    public JsonObject toJson() {
        return JsonObject.of("rule", RULE, "train", train.size(), "select", select.size(), "test", test.size(), "words", words());
    }
}
