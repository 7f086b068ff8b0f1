package dev.tabitat.core.decisions;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What the log says in sum. */
public final class RouteMetrics {

    private RouteMetrics() {}

    /**
     * {@code {decisions, local, no_op, escalated, avoided_round_trips, private_bytes_kept_local, median_local_latency:
     * {ms, n}?, approved, sent_bytes, received_bytes, replayable}}; all of it measured here.
     */
    public static JsonObject of(List<DecisionRecord> records) {
        long local = 0;
        long noOp = 0;
        long escalated = 0;
        long kept = 0;
        long approved = 0;
        long sent = 0;
        long received = 0;
        List<Double> millis = new ArrayList<>();
        for (DecisionRecord record : records) {
            JsonObject body = record.body();
            if (record.kind().equals(DecisionRecord.DECISION)) {
                String outcome = body.object("decision").string("outcome");
                if (outcome.equals("local")) {
                    local++;
                    millis.add(body.number("ms"));
                } else if (outcome.equals("no_op")) {
                    noOp++;
                } else {
                    escalated++;
                }
                kept += outcome.equals("cloud_escalation") ? 0 : body.integer("bytes");
            } else if (record.kind().equals(DecisionRecord.ESCALATION)) {
                approved += body.string("choice").equals("never") ? 0 : 1;
                sent += body.integer("sent_bytes");
                received += body.integer("received_bytes");
            }
        }
        JsonObject json = JsonObject.of("decisions", local + noOp + escalated, "local", local, "no_op", noOp,
                "escalated", escalated, "avoided_round_trips", local,
                "private_bytes_kept_local", kept, "approved", approved, "sent_bytes", sent, "received_bytes", received,
                "how", "measured");
        return millis.isEmpty() ? json
                : json.with("median_local_latency", JsonObject.of("ms", median(millis), "n", millis.size()));
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(Double::compare);
        int n = sorted.size();
        return n == 0 ? 0 : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }
}
