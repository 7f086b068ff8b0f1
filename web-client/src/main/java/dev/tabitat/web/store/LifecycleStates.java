package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.lineage.LifecycleChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who stands where: each task's champion, and the place of everybody that was bred. Settings {@code champion/<task>}
 * and {@code lifecycle/<digest>}; the lineage has a record of every change.
 */
public final class LifecycleStates {

    private static final String CHAMPION = "champion/";
    private static final String LIFECYCLE = "lifecycle/";
    private static final String SCORE = "score/";
    private static final String RECIPE = "recipe/";

    private final TabStore store;

    public LifecycleStates(TabStore store) {
        this.store = store;
    }

    /** Digest of a task's champion. */
    public Optional<Digest> champion(String task) {
        return store.setting(CHAMPION + task)
                .map(text -> Digest.parse(JsonReader.readObject(text, JsonLimits.DEFAULT).string("digest")));
    }

    /** Who was champion before. */
    public Optional<Digest> before(String task) {
        return store.setting(CHAMPION + task)
                .map(text -> JsonReader.readObject(text, JsonLimits.DEFAULT).stringOr("before", ""))
                .filter(text -> !text.isEmpty()).map(Digest::parse);
    }

    /** The place of something that was bred; empty for what was not. */
    public Optional<String> state(Digest manifest) {
        return store.setting(LIFECYCLE + manifest.hex());
    }

    /** Gives a lifecycle state to a model. The lineage is written first: what it says is what holds. */
    public void give(StoredPackage model, String task, Lifecycle state, Optional<Digest> rollback, String reason) {
        store.lineage().append(new LifecycleChanged(model.digest(), model.name(), task, state,
                rollback.map(Digest::toString).orElse(""), reason));
        store.set(LIFECYCLE + model.digest().hex(), state.id());
        if (state == Lifecycle.CHAMPION) {
            JsonObject json = JsonObject.of("digest", model.digest().toString(), "name", model.name());
            store.set(CHAMPION + task,
                    (rollback.isPresent() ? json.with("before", rollback.get().toString()) : json).toString());
        }
    }

    /** Takes a task's champion back without another in its place. */
    public void withdraw(StoredPackage model, String task, String reason) {
        give(model, task, Lifecycle.RETIRED, Optional.empty(), reason);
        store.unset(CHAMPION + task);
    }

    /** Sets a state without a record of its own: the caller writes one. */
    public void note(Digest manifest, Lifecycle state) {
        store.set(LIFECYCLE + manifest.hex(), state.id());
    }

    /** What was measured of a model on examples that it had not seen: {@code {value, n}}. */
    public Optional<JsonObject> score(Digest manifest) {
        return store.setting(SCORE + manifest.hex()).map(text -> JsonReader.readObject(text, JsonLimits.DEFAULT));
    }

    public void score(Digest manifest, double value, long n) {
        store.set(SCORE + manifest.hex(), JsonObject.of("value", value, "n", n).toString());
    }

    /** How often a person accepted an answer, and corrected one: {@code {accepted, corrected}}. */
    public Optional<JsonObject> feedback(Digest manifest) {
        return store.setting("feedback/" + manifest.hex()).map(text -> JsonReader.readObject(text, JsonLimits.DEFAULT));
    }

    public JsonObject feedback(Digest manifest, boolean accepted) {
        JsonObject before = feedback(manifest).orElse(JsonObject.of("accepted", 0, "corrected", 0));
        JsonObject now = JsonObject.of("accepted", before.integer("accepted") + (accepted ? 1 : 0), "corrected",
                before.integer("corrected") + (accepted ? 0 : 1));
        store.set("feedback/" + manifest.hex(), now.toString());
        return now;
    }

    /** Keeps the recipes that an imported lineage contains, so that its descendants can be made again here. */
    public void addRecipes(List<DescendantBred> recipes) {
        for (DescendantBred one : recipes) {
            store.set(RECIPE + one.manifestDigest().hex(), one.toJson().toString());
        }
    }

    /** What {@link #addRecipes} kept. */
    public List<DescendantBred> importedRecipes() {
        List<DescendantBred> recipes = new ArrayList<>();
        store.settings(RECIPE).values()
                .forEach(text -> recipes.add(DescendantBred.read(JsonReader.readObject(text, JsonLimits.DEFAULT))));
        return recipes;
    }
}
