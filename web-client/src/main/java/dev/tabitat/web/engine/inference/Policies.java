package dev.tabitat.web.engine.inference;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.state.routing.RoutingCommand;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.store.AggregateStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policy of this tab with the thresholds of its models: one for routing and for every other answer. */
public final class Policies {

    private final AggregateStore<RoutingState> state;
    private final Packages packages;

    public Policies(AggregateStore<RoutingState> state, Packages packages) {
        this.state = state;
        this.packages = packages;
    }

    /** The person's policy, or Tabitat's own. */
    public RouterPolicy own() {
        return state.current().policy().orElse(RouterPolicy.DEFAULT);
    }

    public boolean isYours() {
        return state.current().policy().isPresent();
    }

    public void set(RouterPolicy next) {
        state.commit(new RoutingCommand.SetPolicy(Optional.of(next)));
    }

    public void reset() {
        state.commit(new RoutingCommand.SetPolicy(Optional.empty()));
    }

    /** The policy as it holds for what is installed. */
    public RouterPolicy effective() {
        return withEvidence(own(), new ArrayList<>(packages.installed().values()));
    }

    /** With the thresholds that were found here and those that packages came with; the policy's own win. */
    public RouterPolicy withEvidence(RouterPolicy plain, List<StoredPackage> all) {
        List<AnswerThreshold> thresholds = new ArrayList<>(plain.thresholds());
        for (AnswerThreshold one : state.current().thresholds().values()) {
            add(thresholds, one);
        }
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
        state.commit(
                new RoutingCommand.KeepThreshold(Digest.of(Utf8.encode(task)).hex() + "/" + model.hex(), threshold));
    }

    /** The threshold of a model for a task. */
    Optional<AnswerThreshold> threshold(Digest model, String task) {
        return effective().threshold(model, task);
    }
}
