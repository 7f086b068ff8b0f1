package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Runs since the last such record, in their order: {@code {runs: [RunEvidence]}}. */
public record Runs(List<RunEvidence> runs) implements LineageBody {

    public static final String KIND = "runs";

    public Runs {
        runs = List.copyOf(runs);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        List<JsonObject> items = new ArrayList<>();
        for (RunEvidence run : runs) {
            items.add(run.toJson());
        }
        return JsonObject.of("runs", items);
    }

    static Runs fromJson(JsonObject body) {
        List<RunEvidence> runs = new ArrayList<>();
        for (JsonObject item : body.array("runs").objects()) {
            runs.add(RunEvidence.fromJson(item));
        }
        return new Runs(runs);
    }
}
