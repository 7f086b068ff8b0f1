package dev.tabitat.web.engine.inference;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a model that has just been added, which holds the fastest backend to the scalar reference. */
public final class ImportSelfTest {

    private final InferenceService answers;
    private final Backends backends;

    public ImportSelfTest(InferenceService answers, Backends backends) {
        this.answers = answers;
        this.backends = backends;
    }

    /**
     * What was found.
     *
     * @param passed whether a backend runs the model as the reference does
     * @param backend which one
     * @param cosine the least between its answers and the reference's; 1 for the reference itself
     * @param notice why it is not a better backend, or why there is none; may be empty
     */
    public record Outcome(boolean passed, String backend, double cosine, String notice) {}

    /** Tests a model; what is wrong with it is told, not thrown. */
    public Outcome run(StoredPackage stored) {
        try {
            OpenModel model = answers.open(stored, "");
            Optional<SelfTestReport> test = backends.test(model.backend(), stored.name());
            double cosine = test.isPresent() ? 1 - test.get().maxError() : 1;
            return new Outcome(true, model.backend(), cosine, model.notice());
        } catch (TabitatException e) {
            String found = e.finding().found();
            return new Outcome(false, "", 0,
                    "It could not be run: " + e.getMessage() + (found.isEmpty() ? "" : " Found: " + found + "."));
        }
    }

    /**
     * The answer of {@code addModel} with {@code self_test: {passed, backend, cosine}}; adapters are left as they are,
     * and generators, which {@code engine.generation} loads.
     */
    public JsonObject added(JsonObject answer) {
        String kind = answer.string("kind");
        if (kind.equals("adapter") || kind.equals("generator")) {
            return answer;
        }
        Outcome outcome = run(answers.named(PackageName.parse(answer.string("name"))));
        List<Json> notices = new ArrayList<>(answer.array("notices").items());
        if (!outcome.notice().isEmpty()) {
            notices.add(Json.of(outcome.notice()));
        }
        return answer.with("self_test",
                JsonObject.of("passed", outcome.passed(), "backend", outcome.backend(), "cosine", outcome.cosine()))
                .with("notices", new JsonArray(notices));
    }
}
