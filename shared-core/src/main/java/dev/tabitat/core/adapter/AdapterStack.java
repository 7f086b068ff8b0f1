package dev.tabitat.core.adapter;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adapters over one base, in the order in which they are applied. Changes of weights are added up, so that their order
 * is visible in rounding only; a weight of 0 leaves an adapter out.
 *
 * @param entries each id once
 */
public record AdapterStack(List<Entry> entries) {

    /** The base alone. */
    public static final AdapterStack EMPTY = new AdapterStack(List.of());

    private static final int MAX_ADAPTERS = 64;

    /**
     * An adapter and how much of it.
     *
     * @param id its name, unique in the stack
     * @param digest of its manifest
     * @param weight finite, may be negative; 1 for the adapter as it was trained
     */
    public record Entry(String id, Digest digest, Adapter adapter, double weight) {

        public Entry {
            if (!DeterministicMath.isFinite(weight)) {
                throw new InvalidInput("The weight of an adapter is not finite.",
                        Finding.at("adapter " + id).expected("a finite number").found(weight));
            }
        }

        /** {@code {adapter_id, adapter_type, manifest_digest, weight}}, as recipes and lineage name it. */
        public JsonObject toJson() {
            return JsonObject.of("adapter_id", id, "adapter_type", adapter.type().id(), "manifest_digest",
                    digest.toString(), "weight", weight);
        }
    }

    public AdapterStack {
        entries = List.copyOf(entries);
        Set<String> ids = new HashSet<>();
        for (Entry entry : entries) {
            if (!ids.add(entry.id())) {
                throw new InvalidInput("An adapter comes twice in a stack.", Finding.at("adapter " + entry.id())
                        .expected("each once, with the weight it should have").found("twice"));
            }
        }
        if (entries.size() > MAX_ADAPTERS) {
            throw new InvalidInput("There are too many adapters.",
                    Finding.at("stack").expected("at most " + MAX_ADAPTERS).found(entries.size()));
        }
    }

    public static AdapterStack of(Entry... entries) {
        return new AdapterStack(List.of(entries));
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * A change and the factor by which it is applied: the adapter's scale times its weight here.
     *
     * @param position of its adapter in the stack
     */
    public record Step(int position, String id, ModuleDelta change, double factor) {}

    /**
     * What all adapters together add, adapter by adapter; one with the weight 0 adds nothing, but must fit.
     *
     * @throws dev.tabitat.core.error.Incompatible naming adapter and module, when one does not fit the base
     */
    public List<Step> steps(Modules base) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            for (ModuleDelta change : entry.adapter().changes(base)) {
                if (entry.weight() != 0) {
                    steps.add(new Step(i, entry.id(), change, change.factor() * entry.weight()));
                }
            }
        }
        return steps;
    }
}
