package dev.tabitat.e2e.evaluation;

import java.nio.file.Path;
import java.util.List;

/**
 * How much is evaluated; the Maven profile gives the defaults.
 *
 * @param documents of each collection at most, drawn by the seed; 0 takes all
 * @param queries of each kind at most, drawn by the seed; 0 takes all, and 300 where they are made at random
 * @param parts what is evaluated: questions, weights, packages, speeches
 * @param questions the folder of questions and their documents
 * @param encoders packages that are evaluated, each in a browser profile of its own
 */
record Settings(List<String> parts, Path questions, int documents, int queries, long seed, List<String> encoders,
        Path sources, Path target) {

    /** So many queries are made at random unless a number is given. */
    private static final int MADE = 300;

    private static final List<String> PARTS = List.of("questions", "weights", "packages", "speeches");

    Settings {
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException(
                    "-Devaluation.parts wants some of " + PARTS + ", separated by commas, not " + parts);
        }
    }

    static Settings ofSystemProperties() {
        return new Settings(List.of(System.getProperty("evaluation.parts").split(",")),
                Path.of(System.getProperty("evaluation.questions")), number("documents"), number("queries"),
                Long.getLong("evaluation.seed", 0), List.of(System.getProperty("evaluation.encoders").split(",")),
                Path.of(System.getProperty("evaluation.sources")),
                Path.of(System.getProperty("evaluation.target")).toAbsolutePath());
    }

    boolean has(String part) {
        return parts.contains(part);
    }

    int made() {
        return queries == 0 ? MADE : queries;
    }

    private static int number(String name) {
        int value = Integer.getInteger("evaluation." + name, -1);
        if (value < 0) {
            throw new IllegalArgumentException("-Devaluation." + name + " requires a whole number from 0 up");
        }
        return value;
    }
}
