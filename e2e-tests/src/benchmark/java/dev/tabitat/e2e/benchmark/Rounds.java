package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contestants taking turns at one size, every other round in reverse (A B, B A, A B, ...), so that a machine that slows
 * down or speeds up meets all of them alike.
 */
final class Rounds {

    /** Threads that spin a little after a pass have stopped by then. */
    private static final long PAUSE_MILLIS = 30;

    private final Size size;
    private final Map<String, List<double[]>> turns = new LinkedHashMap<>();

    private Rounds(Size size) {
        this.size = size;
    }

    /** Those who can do it, after {@code size.runs()} passes each that are not kept; the others are noted. */
    static List<Contestant> warmUp(Size size, List<Contestant> contestants, List<String> notes) {
        List<Contestant> able = new ArrayList<>();
        for (Contestant contestant : contestants) {
            try {
                contestant.turn(size, size.runs());
                able.add(contestant);
            } catch (Unable e) {
                notes.add(contestant.name() + " at " + size.title() + ": " + e.getMessage());
            }
        }
        return able;
    }

    /** A turn to warm up at this size, then {@code count} rounds. */
    static Rounds play(Size size, int count, List<Contestant> contestants, List<String> notes) {
        Rounds rounds = new Rounds(size);
        List<Contestant> able = warmUp(size, contestants, notes);
        for (int round = 0; round < count; round++) {
            List<Contestant> order = new ArrayList<>(able);
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (Contestant contestant : order) {
                pause();
                rounds.turns.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                        .add(contestant.turn(size, size.runs()));
            }
        }
        return rounds;
    }

    Size size() {
        return size;
    }

    /** All passes of one contestant; empty when it took no turn. */
    Optional<Spread> spread(String contestant) {
        return Optional.ofNullable(turns.get(contestant))
                .map(list -> Spread.of(list.stream().flatMapToDouble(java.util.Arrays::stream).toArray()));
    }

    /** How many times longer {@code slower} took; empty when one took no turn. */
    Optional<Ratio> ratio(String slower, String faster) {
        return turns.containsKey(slower) && turns.containsKey(faster)
                ? Optional.of(Ratio.of(turns.get(slower), turns.get(faster)))
                : Optional.empty();
    }

    /** One line with everyone's median and quartiles. */
    String summary() {
        return String.join(", ",
                turns.keySet().stream().map(name -> name + " " + spread(name).orElseThrow().text()).toList());
    }

    /** Every sample, turn by turn. */
    JsonObject json() {
        JsonObject.Builder contestants = JsonObject.builder();
        turns.forEach((name, list) -> contestants.put(name,
                JsonObject.of("spread", spread(name).orElseThrow().json(), "turns_ms", samples(list))));
        return JsonObject.of("batch", size.batch(), "tokens", size.tokens(), "runs_a_turn", size.runs(), "contestants",
                contestants.build());
    }

    private static JsonArray samples(List<double[]> list) {
        List<Json> arrays = new ArrayList<>();
        list.forEach(turn -> arrays.add(Json.of(java.util.Arrays.stream(turn).boxed().toList())));
        return new JsonArray(arrays);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between turns", e);
        }
    }
}
