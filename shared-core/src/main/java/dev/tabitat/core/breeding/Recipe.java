package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Split;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.BreedingOperator;
import dev.tabitat.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a descendant is made: data, from which with its parents' bytes {@link Breeder} makes the same bytes anywhere. As
 * JSON {@code {operator, version: 1, parents: [digest], seed, dataset?, split?, ...}}; the seed is a decimal string,
 * see {@link Seeds}.
 */
public sealed interface Recipe {

    int VERSION = 1;

    /** Manifest digests of what it is made from, the base first. */
    List<Digest> parents();

    /** Where its randomness starts; 0 where it has none. */
    default long seed() {
        return 0;
    }

    /** The examples that it learns from. */
    default Optional<Digest> dataset() {
        return Optional.empty();
    }

    /** Its name in JSON. */
    String operator();

    /** Its family, as the lineage names it. */
    BreedingOperator family();

    /** What is particular to it. */
    JsonObject details();

    /** What was done, in one line. */
    String words();

    /** A head on a base's embeddings, or on the hidden layer of a small network. */
    record TrainHead(Digest base, Digest examples, long seed, double rate, double decay,
            boolean balanced) implements Recipe {

        static final String ID = "train_head";

        @Override
        public List<Digest> parents() {
            return List.of(base);
        }

        @Override
        public Optional<Digest> dataset() {
            return Optional.of(examples);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.HEAD_TRAINING;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("rate", rate, "decay", decay, "balanced", balanced);
        }

        @Override
        public String words() {
            return "head trained, rate " + JsonNumber.of(rate);
        }
    }

    /** An adapter in a base's upper layers, and a head above it. */
    record TrainAdapter(Digest base, Digest examples, long seed, AdapterType kind, int layers, int rank,
            double rate, double headRate) implements Recipe {

        static final String ID = "train_adapter";

        @Override
        public List<Digest> parents() {
            return List.of(base);
        }

        @Override
        public Optional<Digest> dataset() {
            return Optional.of(examples);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.ADAPTER_TRAINING;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("kind", kind.id(), "layers", layers, "rank", rank, "rate", rate, "head_rate",
                    headRate);
        }

        @Override
        public String words() {
            return kind.id().replace('_', ' ') + " trained in the top " + layers + " layers";
        }
    }

    /** How parents are merged. */
    enum Method implements Identified {
        /** The weighted mean: a model soup (Wortsman and others 2022). */
        LINEAR,
        /** Along the arc between two (Shoemake 1985). */
        SLERP,
        /** The ancestor and the sum of differences (Ilharco and others 2023). */
        TASK_ARITHMETIC,
        /** Trimmed, signs elected, agreeing means (Yadav and others 2023). */
        TIES,
        /** Differences dropped at random, the rest scaled up, then added (Yu and others 2024). */
        DARE;

        @Override
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Method parse(String id) {
            return Ids.parse(values(), id, "method", finding -> new DamagedData("Unknown merge method.", finding));
        }
    }

    /**
     * Parents of one shape, merged.
     *
     * @param weights one a parent, finite; those of linear do not cancel, those of TIES are not negative; for slerp the
     * second is the place on the arc, 0 to 1
     * @param ancestor from which differences are taken; zeros without
     * @param density of what TIES and DARE keep, above 0 up to 1
     */
    record Merge(Method method, List<Digest> parents, List<Double> weights, Optional<Digest> ancestor, double density,
            long seed) implements Recipe {

        static final String ID = "merge";

        public Merge {
            parents = List.copyOf(parents);
            weights = List.copyOf(weights);
            if (parents.size() < 2 || parents.size() > 16 || weights.size() != parents.size()
                    || method == Method.SLERP && parents.size() != 2 || !(density > 0 && density <= 1)) {
                throw new InvalidInput("This merge cannot be made.", Finding.at("merge")
                        .expected("2 to 16 parents (2 for slerp), a weight for each, a density above 0 up to 1")
                        .found(parents.size() + " parents, " + weights.size() + " weights, density " + density));
            }
            Merging.require(method, weights, density);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return switch (method) {
                case LINEAR, SLERP -> BreedingOperator.MODEL_SOUP;
                case TASK_ARITHMETIC -> BreedingOperator.TASK_DELTA;
                case TIES, DARE -> BreedingOperator.SPARSE_TASK_DELTA;
            };
        }

        @Override
        public JsonObject details() {
            JsonObject json = JsonObject.of("method", method.id(), "weights", JsonArray.of(weights.toArray()),
                    "density", density);
            return ancestor.isPresent() ? json.with("ancestor", ancestor.get().toString()) : json;
        }

        @Override
        public String words() {
            return "merged, " + method.id();
        }
    }

    /** Each unit from one of two parents, by the seed. */
    record Crossover(List<Digest> parents, long seed) implements Recipe {

        static final String ID = "crossover";

        public Crossover {
            parents = List.copyOf(parents);
            if (parents.size() != 2) {
                throw new InvalidInput("A crossing has two parents.",
                        Finding.at("crossover").expected(2).found(parents.size()));
            }
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.CROSSOVER;
        }

        @Override
        public JsonObject details() {
            return JsonObject.EMPTY;
        }

        @Override
        public String words() {
            return "crossed unit by unit";
        }
    }

    /**
     * Noise on some weights, never more than three deviations.
     *
     * @param share of the weights, above 0 up to 1
     * @param strength deviation, as a share of the tensor's root mean square
     */
    record Mutate(Digest parent, double share, double strength, long seed) implements Recipe {

        static final String ID = "mutate";

        public Mutate {
            if (!(share > 0 && share <= 1) || !(strength > 0 && strength <= 1)) {
                throw new InvalidInput("A mutation is out of its bounds.", Finding.at("mutate")
                        .expected("share and strength above 0 up to 1").found(share + " and " + strength));
            }
        }

        @Override
        public List<Digest> parents() {
            return List.of(parent);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.MUTATION;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("share", share, "strength", strength);
        }

        @Override
        public String words() {
            return "mutated, " + JsonNumber.of(100 * share) + " % of weights by " + JsonNumber.of(strength);
        }
    }

    /** The smallest weights of each matrix set to zero (Han and others 2015). */
    record Prune(Digest parent, double sparsity) implements Recipe {

        static final String ID = "prune";

        public Prune {
            if (!(sparsity > 0 && sparsity < 1)) {
                throw new InvalidInput("A pruning is out of its bounds.",
                        Finding.at("prune").expected("a sparsity between 0 and 1").found(sparsity));
            }
        }

        @Override
        public List<Digest> parents() {
            return List.of(parent);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.PRUNING;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("sparsity", sparsity);
        }

        @Override
        public String words() {
            return "pruned by " + JsonNumber.of(100 * sparsity) + " %";
        }
    }

    /**
     * An encoder in full precision made smaller; how large its layers' inputs get is seen on the examples that it is to
     * learn from.
     */
    record Quantize(Digest parent, Digest examples, String kind) implements Recipe {

        static final String ID = "quantize";

        @Override
        public List<Digest> parents() {
            return List.of(parent);
        }

        @Override
        public Optional<Digest> dataset() {
            return Optional.of(examples);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.QUANTIZATION;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("kind", kind);
        }

        @Override
        public String words() {
            return "quantized to " + kind;
        }
    }

    /**
     * A small network of character n-grams that learns what a teacher says of the examples (Hinton, Vinyals and Dean
     * 2015).
     *
     * @param teacher a specialist; its base is found by way of it
     * @param hard the share of the right answers in what is learnt, 0 to 1; the rest is the teacher's
     */
    record Distil(Digest teacher, Digest examples, long seed, double hard) implements Recipe {

        static final String ID = "distil";

        public Distil {
            if (!(hard >= 0 && hard <= 1)) {
                throw new InvalidInput("A distillation is out of its bounds.",
                        Finding.at("distil").expected("a share of 0 to 1").found(hard));
            }
        }

        @Override
        public List<Digest> parents() {
            return List.of(teacher);
        }

        @Override
        public Optional<Digest> dataset() {
            return Optional.of(examples);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.DISTILLATION;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("hard", hard);
        }

        @Override
        public String words() {
            return "distilled into character n-grams";
        }
    }

    /** A classifier that keeps some of its labels. */
    record RouteSpecialize(Digest parent, List<String> labels) implements Recipe {

        static final String ID = "route_specialize";

        public RouteSpecialize {
            labels = List.copyOf(labels);
            if (labels.size() < 2) {
                throw new InvalidInput("A specialist tells at least two things apart.",
                        Finding.at("route_specialize").expected("two labels or more").found(labels.size()));
            }
        }

        @Override
        public List<Digest> parents() {
            return List.of(parent);
        }

        @Override
        public String operator() {
            return ID;
        }

        @Override
        public BreedingOperator family() {
            return BreedingOperator.ROUTER_SPECIALIZATION;
        }

        @Override
        public JsonObject details() {
            return JsonObject.of("labels", JsonArray.ofStrings(labels));
        }

        @Override
        public String words() {
            return "kept to " + labels.size() + " labels";
        }
    }

    default JsonObject toJson() {
        return toJson(false);
    }

    /**
     * @param numericSeed the seed as a number, as older versions wrote it: their packages' bytes contain it
     * @throws DamagedData when a number does not hold the seed exactly
     */
    default JsonObject toJson(boolean numericSeed) {
        List<String> digests = new ArrayList<>();
        parents().forEach(parent -> digests.add(parent.toString()));
        JsonObject json = JsonObject.of("operator", operator(), "version", VERSION, "parents",
                JsonArray.ofStrings(digests),
                "seed", numericSeed ? Seeds.number(seed()) : Seeds.text(seed()));
        if (dataset().isPresent()) {
            json = json.with("dataset", dataset().get().toString()).with("split", Split.RULE);
        }
        JsonObject details = details();
        for (String name : details.names()) {
            json = json.with(name, details.get(name));
        }
        return json;
    }

    /**
     * @throws DamagedData when a member is missing or of another kind
     * @throws dev.tabitat.core.error.Unsupported when the operator or the version is unknown here
     */
    static Recipe read(JsonObject json) {
        String operator = json.string("operator");
        if (json.integerOr("version", 0) != VERSION) {
            throw new dev.tabitat.core.error.Unsupported("This recipe is of another version.",
                    Finding.at("recipe, version").expected(VERSION).found(json.integerOr("version", 0)));
        }
        if (json.has("split") && !json.string("split").equals(Split.RULE)) {
            throw new dev.tabitat.core.error.Unsupported("This recipe splits examples by another rule.",
                    Finding.at("recipe, split").expected(Split.RULE).found(json.string("split")));
        }
        List<Digest> parents = new ArrayList<>();
        json.array("parents").strings().forEach(parent -> parents.add(Digest.parse(parent)));
        if (parents.isEmpty()) {
            throw new DamagedData("A recipe names no parent.",
                    Finding.at("recipe, parents").expected("at least one digest").found("none"));
        }
        long seed = Seeds.read(json, "seed");
        return switch (operator) {
            case TrainHead.ID -> new TrainHead(parents.get(0), dataset(json), seed, json.number("rate"),
                    json.number("decay"), json.bool("balanced"));
            case TrainAdapter.ID -> new TrainAdapter(parents.get(0), dataset(json), seed,
                    AdapterType.parse(json.string("kind")), (int) json.integer("layers"),
                    (int) json.integer("rank"), json.number("rate"), json.number("head_rate"));
            case Merge.ID -> new Merge(Method.parse(json.string("method")), parents, numbers(json.array("weights")),
                    json.findString("ancestor").map(Digest::parse),
                    json.number("density"), seed);
            case Crossover.ID -> new Crossover(parents, seed);
            case Mutate.ID -> new Mutate(parents.get(0), json.number("share"), json.number("strength"), seed);
            case Prune.ID -> new Prune(parents.get(0), json.number("sparsity"));
            case Quantize.ID -> new Quantize(parents.get(0), dataset(json), json.string("kind"));
            case Distil.ID -> new Distil(parents.get(0), dataset(json), seed, json.number("hard"));
            case RouteSpecialize.ID -> new RouteSpecialize(parents.get(0), json.array("labels").strings());
            default -> throw new dev.tabitat.core.error.Unsupported("This operator is unknown here.",
                    Finding.at("recipe, operator").expected("one that this version has").found(operator)
                            .remedy("Reload the page for a newer Tabitat."));
        };
    }

    private static Digest dataset(JsonObject json) {
        return Digest.parse(json.string("dataset"));
    }

    private static List<Double> numbers(JsonArray array) {
        List<Double> numbers = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof JsonNumber number)) {
                throw new DamagedData("A weight is no number.",
                        Finding.at("recipe, weights").expected("numbers").found(item.kind()));
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }
}
