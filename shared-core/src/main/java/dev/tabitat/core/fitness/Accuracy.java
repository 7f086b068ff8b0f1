package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.OptionalDouble;

/**
 * How often an answer was right, with its 95 % interval. As JSON {@code {n, correct, value?, low, high}}; the value is
 * absent where nothing was tried.
 */
public record Accuracy(long n, long correct) {

    private static final long MOST = 9_007_199_254_740_991L;

    public Accuracy {
        if (correct < 0 || correct > n || n > MOST) {
            throw new InvalidInput("There cannot be more right answers than answers.", Finding.at("accuracy")
                    .expected("0 <= correct <= n").found(correct + " of " + n));
        }
    }

    public OptionalDouble value() {
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / n);
    }

    public Interval interval() {
        return Interval.wilson95(correct, n);
    }

    public JsonObject toJson() {
        Interval interval = interval();
        JsonObject counts = JsonObject.of("n", n, "correct", correct);
        JsonObject valued = n == 0 ? counts : counts.with("value", (double) correct / n);
        return valued.with("low", interval.low()).with("high", interval.high());
    }
}
