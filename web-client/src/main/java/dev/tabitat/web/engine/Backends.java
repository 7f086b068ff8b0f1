package dev.tabitat.web.engine;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SelfTest;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which backends this tab has, and what their self-tests showed. */
final class Backends {

    private static final String WASM = "wasm";
    private static final String REFERENCE = "reference";

    /** Known-answer inputs: short, long, other scripts, nothing that any model knows. */
    private static final List<String> PROBES = List.of(
            "The quick brown fox jumps over the lazy dog.",
            "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
            "Все люди рождаются свободными и равными в своём достоинстве и правах.",
            "人人生而自由,在尊严和权利上一律平等。", "12345 !?");

    private final World world;
    private Optional<Backend> wasm = Optional.empty();
    private String refusal = "";
    private boolean asked;
    private Optional<SelfTestReport> lastTest = Optional.empty();

    Backends(World world) {
        this.world = world;
    }

    /** A session on a backend, and why not on the faster one. */
    record Opened(Session session, String backend, String notice) {}

    /** The fastest session that agrees with the reference on this model. */
    Opened open(TextClassifier model) {
        String reason = refusal();
        if (wasm.isPresent()) {
            reason = "";
            try {
                Session session = wasm.get().open(model.graph(), model.weights());
                SelfTestReport report = SelfTest.run(WASM, session, model.graph(), model.weights(), probes(model));
                lastTest = Optional.of(report);
                if (report.passed()) {
                    return new Opened(session, WASM, "");
                }
                session.close();
                reason = "The Wasm backend did not agree with the reference on this model.";
            } catch (TabitatException e) {
                reason = e.getMessage();
            }
        }
        return new Opened(new ReferenceBackend().open(model.graph(), model.weights()), REFERENCE,
                "The reference backend answers: " + reason);
    }

    private static List<Map<String, Tensor>> probes(TextClassifier model) {
        List<Map<String, Tensor>> probes = new ArrayList<>();
        for (String text : PROBES) {
            probes.add(model.features(text));
        }
        return probes;
    }

    /** Why there is no Wasm backend; empty when there is one. */
    private String refusal() {
        if (!asked) {
            asked = true;
            try {
                wasm = Optional.of(world.wasmBackend());
            } catch (TabitatException e) {
                refusal = e.getMessage();
            }
        }
        return refusal;
    }

    /** Ids of the backends that can be used here, the preferred first. */
    List<String> supported() {
        boolean isReady = refusal().isEmpty() && lastTest.map(SelfTestReport::passed).orElse(true);
        return isReady ? List.of(WASM, REFERENCE) : List.of(REFERENCE);
    }

    /** {@code [{id, state: ready|failed|absent, reason, self_test?}]}. */
    List<JsonObject> json() {
        boolean isFailed = lastTest.isPresent() && !lastTest.get().passed();
        String state = !refusal().isEmpty() ? "absent" : isFailed ? "failed" : "ready";
        String reason = isFailed ? "It did not agree with the reference. " + lastTest.get().problem() : refusal();
        JsonObject fast = JsonObject.of("id", WASM, "state", state, "reason", reason);
        if (lastTest.isPresent() && lastTest.get().maxError() < Double.POSITIVE_INFINITY) {
            SelfTestReport test = lastTest.get();
            fast = fast.with("self_test",
                    JsonObject.of("cases", test.cases(), "max_error", test.maxError(), "bound", test.bound()));
        }
        return List.of(fast, JsonObject.of("id", REFERENCE, "state", "ready", "reason", "It defines what is right."));
    }
}
