package dev.tabitat.web.view.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lineage is drawn twice, wide and as stems, tells what came of what, and says what a checked file holds. */
final class LineageScreenTest {

    private final List<String> calls = new ArrayList<>();
    private final LineageActions actions = Drawn.asked(LineageActions.class, calls);
    private LineageState state = LineageState.FIRST;

    @Test
    void anEmptyLineageTeaches() {
        state = state.withLineage(lineage(JsonArray.of(), JsonArray.of()));
        assertTrue(draw().words().contains("Nothing has happened yet."), draw().words());
    }

    @Test
    void theRecordOfAPackageSaysWhatItCameFrom() {
        chain();
        state = state.withSelected("sha256:aa");
        assertTrue(draw().words().contains("Came by conversion of npm:lande@1.0.10"), draw().words());
        draw().click("npm:lande@1.0.10");
        assertEquals(List.of("select source:npm"), calls);
    }

    @Test
    void everyNodeCanBeReachedInBothDrawings() {
        chain();
        assertEquals(3, draw().withClass("d-n").size());
        assertEquals(3, draw().withClass("stem-node").size());
        for (Html node : draw().withClass("d-n")) {
            assertEquals("0", node.attributes().get("tabindex"));
            assertEquals("button", node.attributes().get("role"));
        }
    }

    @Test
    void stemsCarryTheOperators() {
        chain();
        assertEquals(List.of("conversion", "run"),
                draw().withClass("op").stream().map(op -> new Drawn(List.of(op)).words()).toList());
    }

    @Test
    void aRemovedPackageKeepsItsRecordAndSaysSo() {
        chain();
        state = state.withSelected("sha256:aa");
        assertTrue(!draw().words().contains("removed from this tab"), draw().words());
        JsonObject gone = node("sha256:aa", "model", "lande:q8").with("lifecycle_state", "archived");
        state = state.withLineage(lineage(JsonArray.of(gone), JsonArray.of()));
        assertTrue(draw().words().contains("removed from this tab; its record stays"), draw().words());
    }

    @Test
    void aFileThatDoesNotVerifyIsNotToBeBelieved() {
        chain();
        state = state.withImported(Optional.of(JsonObject.of("ok", false, "records", 4, "chain_ok", false, "problems",
                JsonArray.ofStrings(List.of("Record 2 was changed.")),
                "checked", JsonArray.ofStrings(List.of("Record 0 is unbroken.")))), Optional.empty());
        assertTrue(draw().words().contains("The file does not verify."), draw().words());
        assertTrue(draw().words().contains("Do not rely on the rest of it."), draw().words());
        assertTrue(draw().words().contains("Record 2 was changed."), draw().words());
    }

    @Test
    void everyRowHasAKeyOfItsOwn() {
        chain();
        assertEquals(List.of("node source:npm", "node sha256:aa", "node runs:aa"),
                draw().withClass("d-n").stream().map(Html::key).toList());
        assertEquals(List.of("source:npm", "sha256:aa", "runs:aa"), tableKeys());
    }

    private List<String> tableKeys() {
        return draw().withClass("t").get(0).children().get(1).children().stream().map(Html::key).toList();
    }

    private Drawn draw() {
        return new Drawn(LineageScreen.render(state, actions));
    }

    private void chain() {
        state = state.withLineage(lineage(
                JsonArray.of(node("source:npm", "source", "npm:lande@1.0.10"), node("sha256:aa", "model", "lande:q8"),
                        node("runs:aa", "runs", "lande:q8 on wasm")),
                JsonArray.of(JsonObject.of("from", "source:npm", "to", "sha256:aa", "operator", "conversion"),
                        JsonObject.of("from", "sha256:aa", "to", "runs:aa", "operator", "run"))));
    }

    private static JsonObject lineage(JsonArray nodes, JsonArray edges) {
        return JsonObject.of("nodes", nodes, "edges", edges, "head", "sha256:" + "ab".repeat(32), "length",
                nodes.size(), "chain_ok", true);
    }

    private static JsonObject node(String id, String kind, String name) {
        return JsonObject.of("id", id, "kind", kind, "name", name, "created_at_utc", "2026-11-23T09:00:00.000Z",
                "lifecycle_state", "specialist",
                "facts", JsonArray.of(JsonObject.of("label", "bytes", "value", "89227 bytes", "how", "checked")));
    }
}
