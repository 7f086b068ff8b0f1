package dev.tabitat.core.fitness;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What is gained by leaving unsure cases to a person: the accuracy of the surest part, for ten parts. */
public record Abstention(List<Point> points) {

    private static final int POINTS = 10;

    public Abstention {
        points = List.copyOf(points);
    }

    /**
     * The surest cases.
     *
     * @param coverage their share of all
     * @param threshold the least confidence among them
     */
    public record Point(double coverage, double threshold, Accuracy accuracy) {

        JsonObject toJson() {
            return JsonObject.of("coverage", coverage, "threshold", threshold, "accuracy", accuracy.toJson());
        }
    }

    public static Abstention of(Predictions predictions) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < predictions.n(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(predictions.confidence(b), predictions.confidence(a)));
        List<Point> points = new ArrayList<>();
        int right = 0;
        int at = 0;
        for (int point = 1; point <= POINTS; point++) {
            int until = (int) ((long) predictions.n() * point / POINTS);
            for (; at < until; at++) {
                right += predictions.isRight(order.get(at)) ? 1 : 0;
            }
            if (at > 0) {
                points.add(new Point((double) at / predictions.n(), predictions.confidence(order.get(at - 1)),
                        new Accuracy(at, right)));
            }
        }
        return new Abstention(points);
    }
}
