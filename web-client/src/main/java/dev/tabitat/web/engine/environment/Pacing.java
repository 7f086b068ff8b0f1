package dev.tabitat.web.engine.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long an encoder's passes took in this tab, by model and stack: enough to say how long the next of about that size
 * takes.
 */
public final class Pacing {

    private static final int MAX_RUNS = 64;

    private final Map<String, List<Run>> runs = new LinkedHashMap<>();

    private record Run(long tokens, double millis) {}

    /** @param key of a model with its stack */
    public void ran(String key, long tokens, double millis) {
        List<Run> all = runs.computeIfAbsent(key, fresh -> new ArrayList<>());
        if (all.size() == MAX_RUNS) {
            all.remove(0);
        }
        all.add(new Run(tokens, millis));
    }

    /**
     * What one run of twenty exceeds, in milliseconds, over runs of half to twice as many tokens; empty without any.
     */
    public OptionalDouble p95(String key, long tokens) {
        List<Double> times = new ArrayList<>();
        for (Run run : runs.getOrDefault(key, List.of())) {
            if (run.tokens() >= tokens / 2.0 && run.tokens() <= 2.0 * tokens) {
                times.add(run.millis());
            }
        }
        if (times.isEmpty()) {
            return OptionalDouble.empty();
        }
        times.sort(Double::compare);
        return OptionalDouble.of(times.get((95 * times.size() + 99) / 100 - 1));
    }
}
