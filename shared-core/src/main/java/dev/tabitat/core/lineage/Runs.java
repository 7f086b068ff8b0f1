package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
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
        JsonArray items = JsonArray.ofEach(runs, RunEvidence::toJson);
        return JsonObject.of("runs", items);
    }

    static Runs fromJson(JsonObject body) {
        List<RunEvidence> runs = body.array("runs").objects(RunEvidence::fromJson);
        return new Runs(runs);
    }
}
