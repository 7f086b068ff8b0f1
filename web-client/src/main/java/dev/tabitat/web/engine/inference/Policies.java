package dev.tabitat.web.engine.inference;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policy of this tab with the thresholds of its models: one for routing and for every other answer. */
public final class Policies {

    private static final String POLICY = "router/policy";
    private static final String THRESHOLD = "threshold/";

    private final TabStore store;
    private final Packages packages;

    public Policies(TabStore store, Packages packages) {
        this.store = store;
        this.packages = packages;
    }

    /** The person's policy, or Tabitat's own. */
    public RouterPolicy own() {
        return store.setting(POLICY).map(text -> RouterPolicy.fromJson(JsonReader.readObject(text, JsonLimits.DEFAULT)))
                .orElse(RouterPolicy.DEFAULT);
    }

    public boolean isYours() {
        return store.setting(POLICY).isPresent();
    }

    public void set(RouterPolicy next) {
        store.set(POLICY, next.toJson().toString());
    }

    public void reset() {
        store.unset(POLICY);
    }

    /** The policy as it holds for what is installed. */
    public RouterPolicy effective() {
        return withEvidence(own(), new ArrayList<>(packages.installed().values()));
    }

    /** With the thresholds that were found here and those that packages came with; the policy's own win. */
    public RouterPolicy withEvidence(RouterPolicy plain, List<StoredPackage> all) {
        List<AnswerThreshold> thresholds = new ArrayList<>(plain.thresholds());
        store.settings(THRESHOLD).values().forEach(
                text -> add(thresholds, AnswerThreshold.fromJson(JsonReader.readObject(text, JsonLimits.DEFAULT))));
        for (StoredPackage one : all) {
            new CatalogEntry(one).thresholds().forEach(threshold -> add(thresholds, threshold));
        }
        return plain.withThresholds(thresholds);
    }

    private static void add(List<AnswerThreshold> all, AnswerThreshold one) {
        if (all.stream().noneMatch(other -> other.model().equals(one.model()) && other.task().equals(one.task()))) {
            all.add(one);
        }
    }

    /** Keeps what a calibration found. */
    public void keep(AnswerThreshold threshold, String task, Digest model) {
        store.set(THRESHOLD + Digest.of(Utf8.encode(task)).hex() + "/" + model.hex(), threshold.toJson().toString());
    }

    /** The threshold of a model for a task. */
    Optional<AnswerThreshold> threshold(Digest model, String task) {
        return effective().threshold(model, task);
    }
}
