package dev.tabitat.core.adapter;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.PackageAnnotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Whether a base with an ordered stack of adapters keeps within a local budget of memory and time, term by term, and
 * why not.
 *
 * <p>
 * Memory is {@link FitArithmetic}'s sum. Time is what was measured of this stack, else estimated from what was measured
 * of the base alone: base · (1 + c · products of the adapters / products of the base), where c is 4 over a quantized
 * base, whose products are about so much faster than those of floats, and 1 over one in floats. Without a measurement
 * of the base it is unknown.
 */
public final class StackPlanner {

    private static final double QUANTIZED_ADVANTAGE = 4;

    private StackPlanner() {}

    /**
     * What is known of the base.
     *
     * @param fit its terms, without {@code adapters}, {@code loaded} and {@code margin}
     * @param productsPerToken see {@link Modules#productsPerToken()}
     * @param p95Ms of a run of the wanted size, where one was measured here
     */
    public record Base(String name, List<FitTerm> fit, long productsPerToken, boolean isQuantized,
            OptionalDouble p95Ms) {

        public Base {
            fit = List.copyOf(fit);
            if (productsPerToken < 1) {
                throw new InvalidInput("A base does something for each token.",
                        Finding.at("base " + name).expected("at least one product").found(productsPerToken));
            }
            requireTime(p95Ms, "base " + name);
        }
    }

    /**
     * One adapter of the stack.
     *
     * @param bytes of its weights in memory
     * @param productsPerToken that it adds
     * @param refusals why it does not belong to the base; none when it does
     */
    public record Item(String id, double weight, long bytes, Known how, long productsPerToken, List<Refusal> refusals) {

        public Item {
            refusals = List.copyOf(refusals);
            if (bytes < 0 || productsPerToken < 0 || how == Known.UNKNOWN) {
                throw new InvalidInput("An adapter's figures are out of range.",
                        Finding.at("adapter " + id).expected("known, at least 0")
                                .found(how.id() + ", " + bytes + " and " + productsPerToken));
            }
        }

        /** An adapter that is here and fits. @throws dev.tabitat.core.error.Incompatible when it does not fit */
        public static Item of(AdapterStack.Entry entry, Modules base) {
            List<ModuleDelta> changes = entry.adapter().changes(base);
            return new Item(entry.id(), entry.weight(), AdaptedModel.estimatedBytes(changes), Known.CHECKED,
                    AdaptedModel.productsPerToken(changes), List.of());
        }
    }

    /**
     * An adapter of which only the manifest is here.
     *
     * @throws dev.tabitat.core.error.DamagedData when its manifest does not say how large it is, or not in numbers
     */
    public static Item claimed(Manifest adapter, double weight, List<Refusal> refusals) {
        return new Item(adapter.name().toString(), weight, count(adapter, PackageAnnotations.ADAPTER_MEMORY),
                Known.CLAIMED,
                count(adapter, PackageAnnotations.ADAPTER_PRODUCTS), refusals);
    }

    private static long count(Manifest manifest, String note) {
        String text = manifest.annotation(note);
        long value = 0;
        boolean isCount = !text.isEmpty() && text.length() <= 15;
        for (int i = 0; isCount && i < text.length(); i++) {
            isCount = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            value = value * 10 + text.charAt(i) - '0';
        }
        if (!isCount) {
            throw new DamagedData("A note of a manifest is no count.",
                    Finding.at(manifest.name() + ", annotation " + note).expected("digits, at most 15")
                            .found(text.length() > 40 ? "a long text" : "\"" + text + "\""));
        }
        return value;
    }

    /**
     * What there is.
     *
     * @param memoryBytes for models, where known
     * @param p95Ms the longest that one run of twenty may exceed, where it matters
     * @param loadedBytes held by what else is loaded
     */
    public record Budget(OptionalLong memoryBytes, OptionalDouble p95Ms, long loadedBytes) {

        public Budget {
            requireTime(p95Ms, "budget");
        }
    }

    /** What the planner says. */
    public enum Verdict {
        FITS("fits"),
        TIGHT("tight"),
        TOO_LARGE("too_large"),
        TOO_SLOW("too_slow"),
        INCOMPATIBLE("incompatible"),
        UNKNOWN("unknown");

        private final String id;

        Verdict(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * A stack, what it needs, and what follows.
     *
     * @param p95Ms empty when unknown
     * @param latency how it is known
     * @param reason one sentence for people
     */
    public record Plan(Base base, List<Item> items, Budget budget, FitArithmetic memory, OptionalDouble p95Ms,
            Known latency, Verdict verdict, String reason) {

        /**
         * {@code {base, adapters: [{adapter_id, weight, bytes, how, products_per_token, refusals: [{code, reason,
         * expected, found}]}], memory: {terms, total_bytes, available_bytes?, verdict}, latency: {how, p95_ms?,
         * base_p95_ms?, budget_p95_ms?}, verdict, reason}}.
         */
        public JsonObject toJson() {
            List<JsonObject> adapters = new ArrayList<>();
            for (Item item : items) {
                JsonArray refusals = JsonArray.ofEach(item.refusals(), Refusal::toJson);
                adapters.add(JsonObject.of("adapter_id", item.id(), "weight", item.weight(), "bytes", item.bytes(),
                        "how", item.how().id(),
                        "products_per_token", item.productsPerToken(), "refusals", refusals));
            }
            JsonObject time = JsonObject.builder().put("how", latency.id()).putIf("p95_ms", boxed(p95Ms))
                    .putIf("base_p95_ms", boxed(base.p95Ms()))
                    .putIf("budget_p95_ms", boxed(budget.p95Ms())).build();
            return JsonObject.of("base", base.name(), "adapters", adapters, "memory", memory.toJson(), "latency", time,
                    "verdict", verdict.id(), "reason", reason);
        }

        private static Optional<Double> boxed(OptionalDouble value) {
            return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
        }
    }

    /**
     * @param items in the order in which they are applied
     * @param measuredP95Ms of this stack on this base and a run of the wanted size, where one was measured here
     * @param measuredBytes of all adapters together, where a session holds them
     */
    public static Plan plan(Base base, List<Item> items, Budget budget, OptionalDouble measuredP95Ms,
            OptionalLong measuredBytes) {
        requireTime(measuredP95Ms, "stack");
        FitArithmetic memory = memory(base, items, budget, measuredBytes);
        boolean isMeasured = measuredP95Ms.isPresent() || items.isEmpty() && base.p95Ms().isPresent();
        OptionalDouble p95 = measuredP95Ms.isPresent() ? measuredP95Ms : estimate(base, items);
        Known how = isMeasured ? Known.MEASURED : p95.isPresent() ? Known.ESTIMATED : Known.UNKNOWN;
        Verdict verdict = verdict(items, budget, memory, p95);
        return new Plan(base, List.copyOf(items), budget, memory, p95, how, verdict,
                reason(verdict, items, budget, memory, p95, how));
    }

    private static void requireTime(OptionalDouble ms, String where) {
        if (ms.isPresent() && !(ms.getAsDouble() >= 0 && ms.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new InvalidInput("A time is out of range.",
                    Finding.at(where + ", p95_ms").expected("milliseconds, at least 0").found(ms.getAsDouble()));
        }
    }

    private static FitArithmetic memory(Base base, List<Item> items, Budget budget, OptionalLong measuredBytes) {
        long bytes = 0;
        Known how = Known.CHECKED;
        for (Item item : items) {
            bytes += item.bytes();
            how = item.how() == Known.CHECKED ? how : item.how();
        }
        List<FitTerm> terms = new ArrayList<>(base.fit());
        if (!items.isEmpty()) {
            FitTerm adapters = new FitTerm(FitTerm.Name.ADAPTERS, bytes, how);
            terms.add(measuredBytes.isPresent() ? adapters.measured(measuredBytes.getAsLong()) : adapters);
        }
        terms.add(new FitTerm(FitTerm.Name.LOADED, budget.loadedBytes(), Known.MEASURED));
        return FitArithmetic.of(terms, budget.memoryBytes());
    }

    private static OptionalDouble estimate(Base base, List<Item> items) {
        if (base.p95Ms().isEmpty()) {
            return OptionalDouble.empty();
        }
        double products = 0;
        for (Item item : items) {
            products += item.productsPerToken();
        }
        double share = products / base.productsPerToken() * (base.isQuantized() ? QUANTIZED_ADVANTAGE : 1);
        return OptionalDouble.of(base.p95Ms().getAsDouble() * (1 + share));
    }

    private static Verdict verdict(List<Item> items, Budget budget, FitArithmetic memory, OptionalDouble p95) {
        for (Item item : items) {
            if (!item.refusals().isEmpty()) {
                return Verdict.INCOMPATIBLE;
            }
        }
        if (memory.verdict() == FitArithmetic.Verdict.TOO_LARGE) {
            return Verdict.TOO_LARGE;
        }
        boolean isTimed = budget.p95Ms().isPresent();
        if (isTimed && p95.isPresent() && p95.getAsDouble() > budget.p95Ms().getAsDouble()) {
            return Verdict.TOO_SLOW;
        }
        if (memory.verdict() == FitArithmetic.Verdict.UNKNOWN || isTimed && p95.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        return memory.verdict() == FitArithmetic.Verdict.TIGHT ? Verdict.TIGHT : Verdict.FITS;
    }

    private static String reason(Verdict verdict, List<Item> items, Budget budget, FitArithmetic memory,
            OptionalDouble p95, Known how) {
        return switch (verdict) {
            case INCOMPATIBLE -> incompatible(items);
            case TOO_LARGE -> "It needs " + ByteCount.words(memory.totalBytes()) + "; "
                    + ByteCount.words(memory.availableBytes().getAsLong()) + " are there.";
            case TOO_SLOW -> "One run of twenty takes longer than " + tenths(p95.getAsDouble()) + " ms (" + how.id()
                    + "); the budget is "
                    + tenths(budget.p95Ms().getAsDouble()) + " ms.";
            case UNKNOWN -> memory.verdict() == FitArithmetic.Verdict.UNKNOWN
                    ? "How much memory there is, or what it needs, is not known."
                    : "How long it takes is not known before the base has run.";
            case TIGHT -> "It fits into memory with little to spare.";
            case FITS -> "It keeps within the budget.";
        };
    }

    private static String incompatible(List<Item> items) {
        for (Item item : items) {
            if (!item.refusals().isEmpty()) {
                return item.id() + ": " + item.refusals().get(0).words();
            }
        }
        throw new IllegalStateException("No adapter was refused");
    }

    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
