package dev.tabitat.core.fitness;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Makes of a model's probabilities one figure that is as often right as it says. */
public sealed interface ConfidenceMap {

    /** Below so many cases a shape cannot be learnt, only one number. */
    int MIN_EXAMPLES_FOR_A_SHAPE = 200;

    /** @param probabilities of the labels, summing to 1 */
    double confidence(double... probabilities);

    /** {@code {kind: "temperature", temperature}} or {@code {kind: "isotonic", from: [...], to: [...]}}. */
    JsonObject toJson();

    /** What fits these cases: a temperature, or from {@value #MIN_EXAMPLES_FOR_A_SHAPE} cases on a rising curve. */
    static ConfidenceMap fit(Predictions predictions) {
        return predictions.n() < MIN_EXAMPLES_FOR_A_SHAPE ? new Scaled(Temperature.fit(predictions))
                : Isotonic.fit(predictions);
    }

    /** @throws DamagedData when it is no such map */
    static ConfidenceMap fromJson(JsonObject json) {
        return switch (json.string("kind")) {
            case "temperature" -> new Scaled(json.number("temperature"));
            case "isotonic" -> new Isotonic(numbers(json.array("from")), numbers(json.array("to")));
            default -> throw new DamagedData("Unknown calibration method.",
                    Finding.at("kind").expected("temperature or isotonic").found(json.string("kind")));
        };
    }

    private static double[] numbers(JsonArray array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(array.get(i) instanceof JsonNumber number)) {
                throw new DamagedData("A curve is made of numbers.",
                        Finding.at("isotonic, point " + i).expected("a number").found(array.get(i).kind()));
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }

    /** The greatest probability at another {@link Temperature}. @param temperature 0.01 to 100 */
    record Scaled(double temperature) implements ConfidenceMap {

        public Scaled {
            if (!(temperature >= 0.01 && temperature <= 100)) {
                throw new DamagedData("A temperature is out of range.",
                        Finding.at("temperature").expected("0.01 to 100").found(JsonNumber.text(temperature)));
            }
        }

        @Override
        public double confidence(double... probabilities) {
            double best = 0;
            for (double p : Temperature.scaled(probabilities, temperature)) {
                best = Math.max(best, p);
            }
            return best;
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.of("kind", "temperature", "temperature", temperature);
        }
    }

    /**
     * A rising curve through points, flat outside them: isotonic regression by pooling adjacent violators (Ayer and
     * others 1955; Zadrozny and Elkan, KDD 2002). A pool's height is (right + 1/2) / (n + 1), so that no pool claims to
     * be always right.
     *
     * @param from the greatest probability, ascending
     * @param to how often that was right, ascending, as many
     */
    record Isotonic(double[] from, double[] to) implements ConfidenceMap {

        private static final int MAX_POINTS = 10_000;

        public Isotonic {
            if (from.length == 0 || from.length > MAX_POINTS || from.length != to.length) {
                throw new DamagedData("A curve has as many heights as places.", Finding.at("isotonic")
                        .expected("1 to " + MAX_POINTS + " of each").found(from.length + " and " + to.length));
            }
            for (int i = 0; i < from.length; i++) {
                boolean rises = i == 0 || from[i] > from[i - 1] && to[i] >= to[i - 1];
                if (!rises || !(from[i] >= 0 && from[i] <= 1.0001) || !(to[i] >= 0 && to[i] <= 1)) {
                    throw new DamagedData("A curve of confidence rises within 0 to 1.",
                            Finding.at("isotonic, point " + i).expected("above the one before")
                                    .found(JsonNumber.text(from[i]) + ", " + JsonNumber.text(to[i])));
                }
            }
        }

        static Isotonic fit(Predictions predictions) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < predictions.n(); i++) {
                order.add(i);
            }
            order.sort((a, b) -> Double.compare(predictions.confidence(a), predictions.confidence(b)));
            List<double[]> pools = new ArrayList<>();
            int at = 0;
            while (at < order.size()) {
                double[] pool = {0, 0, 0};
                double confidence = predictions.confidence(order.get(at));
                // Equal figures cannot be told apart: they are one pool from the start.
                for (; at < order.size() && predictions.confidence(order.get(at)) == confidence; at++) {
                    pool[0]++;
                    pool[1] += predictions.isRight(order.get(at)) ? 1 : 0;
                    pool[2] += confidence;
                }
                pools.add(pool);
                while (pools.size() > 1 && height(pools.get(pools.size() - 2)) >= height(pools.get(pools.size() - 1))) {
                    double[] last = pools.remove(pools.size() - 1);
                    double[] before = pools.get(pools.size() - 1);
                    for (int k = 0; k < before.length; k++) {
                        before[k] += last[k];
                    }
                }
            }
            double[] from = new double[pools.size()];
            double[] to = new double[pools.size()];
            for (int i = 0; i < from.length; i++) {
                double[] pool = pools.get(i);
                from[i] = pool[2] / pool[0];
                to[i] = Math.max(i == 0 ? 0 : to[i - 1], (pool[1] + 0.5) / (pool[0] + 1));
            }
            return new Isotonic(from, to);
        }

        private static double height(double... pool) {
            return pool[1] / pool[0];
        }

        @Override
        public double confidence(double... probabilities) {
            double best = 0;
            for (double p : probabilities) {
                best = Math.max(best, p);
            }
            if (best <= from[0]) {
                return to[0];
            }
            for (int i = 1; i < from.length; i++) {
                if (best < from[i]) {
                    return to[i - 1] + (to[i] - to[i - 1]) * (best - from[i - 1]) / (from[i] - from[i - 1]);
                }
            }
            return to[to.length - 1];
        }

        @Override
        public JsonObject toJson() {
            return JsonObject.of("kind", "isotonic", "from", array(from), "to", array(to));
        }

        private static JsonArray array(double... numbers) {
            List<Json> items = new ArrayList<>();
            for (double number : numbers) {
                items.add(JsonNumber.of(number));
            }
            return new JsonArray(items);
        }
    }
}
