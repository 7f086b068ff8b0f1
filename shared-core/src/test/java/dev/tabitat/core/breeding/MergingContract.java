package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.SplitMix64;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Merges are their papers' definitions, computed by hand or in another way here; recipes come back from their JSON. */
public final class MergingContract {

    private static final long SEED = 20_261_123L;

    private MergingContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("merging: values computed by hand", MergingContract::byHand),
                Contract.of("merging: slerp keeps the angle's shares and the length", MergingContract::slerp),
                Contract.of("merging: TIES by its definition, entry by entry", MergingContract::ties),
                Contract.of("merging: DARE keeps its share and the expected sum", MergingContract::dare),
                Contract.of("recipes: what was written is read", MergingContract::recipes),
                Contract.of("recipes: each has its family in the lineage", MergingContract::families),
                Contract.of("merging: weights without a usable sum and densities out of range are refused",
                        MergingContract::refused));
    }

    private static void byHand(Check check) {
        double[] a = {1, 2, -4};
        double[] b = {3, -2, 8};
        same(check, "the weighted mean", new double[]{2.5, -1, 5}, Merging.linear(List.of(a, b), List.of(1.0, 3.0)));
        // 10 + 0.5 (1 - 10) + 2 (3 - 10), and so on.
        same(check, "task arithmetic", new double[]{-8.5, -6, 29},
                Merging.taskArithmetic(new double[]{10, 2, -10}, List.of(a, b), List.of(0.5, 2.0)));
        // TIES, ancestor 0, all kept, weights 1: signs of the sums are +, 0, +; the agreeing means are 2, 0, 8.
        same(check, "TIES", new double[]{2, 0, 8}, Merging.ties(new double[3], List.of(a, b), List.of(1.0, 1.0), 1));
        same(check, "TIES keeps the largest third of each", new double[]{0, 0, 8},
                Merging.ties(new double[3], List.of(a, b), List.of(1.0, 1.0), 1.0 / 3));
        same(check, "DARE that drops nothing is task arithmetic",
                Merging.taskArithmetic(new double[3], List.of(a, b), List.of(1.0, 0.5)),
                Merging.dare(new double[3], List.of(a, b), List.of(1.0, 0.5), 1, 7));
        same(check, "trimming keeps the largest, the first of equal ones", new double[]{0, -3, 3, 0},
                Merging.trimmed(new double[]{1, -3, 3, 3}, 0.5));
    }

    private static void same(Check check, String what, double[] expected, double[] found) {
        check.equal(what + ": length", expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            check.near(what + ", entry " + i, expected[i], found[i], 1e-12);
        }
    }

    private static void slerp(Check check) {
        same(check, "a third of a right angle", new double[]{Math.sqrt(3) / 2, 0.5},
                Merging.slerp(new double[]{1, 0}, new double[]{0, 1}, 1.0 / 3));
        same(check, "parallel ones: a straight line", new double[]{1.5, 3},
                Merging.slerp(new double[]{1, 2}, new double[]{2, 4}, 0.5));
        SplitMix64 random = new SplitMix64(SEED);
        for (int round = 0; round < 20; round++) {
            double[] a = unit(random);
            double[] b = unit(random);
            double t = random.nextDouble();
            double[] c = Merging.slerp(a, b, t);
            double whole = Math.acos(dot(a, b));
            check.near("the length stays, seed " + SEED, 1, Math.sqrt(dot(c, c)), 1e-9);
            check.near("the angle from the first, seed " + SEED, t * whole, Math.acos(Math.min(1, dot(a, c))), 1e-6);
        }
    }

    private static double[] unit(SplitMix64 random) {
        double[] vector = new double[9];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextGaussian();
        }
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The paper's three steps, written down once more by sorting places instead of values. */
    private static void ties(Check check) {
        SplitMix64 random = new SplitMix64(SEED + 1);
        for (int round = 0; round < 10; round++) {
            int n = 40;
            double density = 0.1 + 0.8 * random.nextDouble();
            double[] ancestor = vector(random, n);
            List<double[]> models = List.of(vector(random, n), vector(random, n), vector(random, n));
            List<Double> weights = List.of(1.0, 0.5, 2.0);
            double[] found = Merging.ties(ancestor, models, weights, density);
            int kept = (int) Math.max(1, Math.round(density * n));
            for (int i = 0; i < n; i++) {
                List<Double> values = new ArrayList<>();
                List<Double> shares = new ArrayList<>();
                double mass = 0;
                for (int m = 0; m < models.size(); m++) {
                    double own = models.get(m)[i] - ancestor[i];
                    int larger = 0;
                    for (int j = 0; j < n; j++) {
                        larger += Math.abs(models.get(m)[j] - ancestor[j]) > Math.abs(own) ? 1 : 0;
                    }
                    double value = larger < kept ? own : 0;
                    mass += weights.get(m) * value;
                    values.add(value);
                    shares.add(weights.get(m));
                }
                double sum = 0;
                double all = 0;
                for (int m = 0; m < values.size(); m++) {
                    if (values.get(m) * mass > 0) {
                        sum += shares.get(m) * values.get(m);
                        all += shares.get(m);
                    }
                }
                check.near("entry " + i + ", seed " + (SEED + 1), ancestor[i] + (all == 0 ? 0 : sum / all), found[i],
                        1e-12);
            }
        }
    }

    private static double[] vector(SplitMix64 random, int n) {
        double[] vector = new double[n];
        for (int i = 0; i < n; i++) {
            vector[i] = random.nextGaussian();
        }
        return vector;
    }

    private static void dare(Check check) {
        int n = 20_000;
        double[] ones = new double[n];
        java.util.Arrays.fill(ones, 1);
        double[] found = Merging.dare(new double[n], List.of(ones), List.of(1.0), 0.25, SEED);
        double sum = 0;
        int kept = 0;
        for (double value : found) {
            check.isTrue("each is dropped or scaled up", value == 0 || value == 4);
            kept += value == 0 ? 0 : 1;
            sum += value;
        }
        check.near("a quarter is kept", 0.25, (double) kept / n, 0.01);
        check.near("the expected sum stays", 1, sum / n, 0.05);
        check.isTrue("the same seed drops the same",
                java.util.Arrays.equals(found, Merging.dare(new double[n], List.of(ones), List.of(1.0), 0.25, SEED)));
    }

    private static void recipes(Check check) {
        Digest a = Digest.of(new byte[]{1});
        List<Recipe> recipes = everyRecipe();
        for (Recipe recipe : recipes) {
            check.equal(recipe.operator(), recipe, Recipe.read(recipe.toJson()));
            check.isTrue(recipe.operator() + " says what it did", !recipe.words().isEmpty());
        }
        JsonObject json = recipes.get(0).toJson();
        check.fails("another version", Unsupported.class, () -> Recipe.read(json.with("version", 2)));
        check.fails("another split", Unsupported.class, () -> Recipe.read(json.with("split", "by the moon")));
        check.fails("an unknown operator", Unsupported.class, () -> Recipe.read(json.with("operator", "graft")));
        check.fails("no parents", DamagedData.class, () -> Recipe.read(json.with("parents", List.of())));
        check.fails("a parent that is no digest", DamagedData.class,
                () -> Recipe.read(json.with("parents", List.of("mother"))));
        check.fails("one parent for two", InvalidInput.class, () -> new Recipe.Crossover(List.of(a), 1));
        check.fails("a mutation without bounds", InvalidInput.class, () -> new Recipe.Mutate(a, 0.5, 3, 1));
    }

    private static void refused(Check check) {
        List<double[]> vectors = List.of(new double[]{1, 2}, new double[]{3, -4});
        double[] zero = new double[2];
        List<List<Double>> cancelling = List.of(List.of(1.0, -1.0), List.of(0.0, 0.0), List.of(1.0, -0.9999999),
                List.of(1e308, 1e308));
        List<List<Double>> infinite = List.of(List.of(1.0, Double.NaN), List.of(Double.POSITIVE_INFINITY, 1.0));
        for (List<Double> weights : cancelling) {
            refused(check, "linear by " + weights, "weights", () -> Merging.linear(vectors, weights));
            refused(check, "TIES by " + weights, "weights", () -> Merging.ties(zero, vectors, weights, 1));
            refused(check, "a recipe by " + weights, "weights", () -> merge(Recipe.Method.LINEAR, weights));
        }
        for (List<Double> weights : infinite) {
            refused(check, "linear by " + weights, "weights", () -> Merging.linear(vectors, weights));
            refused(check, "TIES by " + weights, "weights", () -> Merging.ties(zero, vectors, weights, 1));
            refused(check, "DARE by " + weights, "weights", () -> Merging.dare(zero, vectors, weights, 1, 1));
            refused(check, "task arithmetic by " + weights, "weights",
                    () -> Merging.taskArithmetic(zero, vectors, weights));
            for (Recipe.Method method : List.of(Recipe.Method.LINEAR, Recipe.Method.TASK_ARITHMETIC, Recipe.Method.TIES,
                    Recipe.Method.DARE)) {
                refused(check, method + " by " + weights, "weights", () -> merge(method, weights));
            }
        }
        refused(check, "TIES by a negative weight", "weights",
                () -> Merging.ties(zero, vectors, List.of(2.0, -1.0), 1));
        for (double t : new double[]{-0.1, 1.1, Double.NaN}) {
            refused(check, "slerp to " + t, "weight", () -> Merging.slerp(vectors.get(0), vectors.get(1), t));
        }
        for (double density : new double[]{0, -1, 1.0001, 3, Double.NaN}) {
            refused(check, "trimming to " + density, "density", () -> Merging.trimmed(new double[]{1, 2}, density));
            refused(check, "TIES to " + density, "density",
                    () -> Merging.ties(zero, vectors, List.of(1.0, 1.0), density));
            refused(check, "DARE to " + density, "density",
                    () -> Merging.dare(zero, vectors, List.of(1.0, 1.0), density, 1));
        }
        refused(check, "beyond a float", "here", () -> Merging.rounded(1e39, "here"));
        same(check, "negative weights whose sum is usable", new double[]{-1, 8},
                Merging.linear(vectors, List.of(2.0, -1.0)));
        same(check, "small weights are as good as large ones", new double[]{2, -1},
                Merging.linear(vectors, List.of(1e-30, 1e-30)));
        same(check, "all is kept", new double[]{1, 2}, Merging.trimmed(new double[]{1, 2}, 1));
    }

    private static Recipe merge(Recipe.Method method, List<Double> weights) {
        return new Recipe.Merge(method, List.of(Digest.of(new byte[]{1}), Digest.of(new byte[]{2})), weights,
                Optional.empty(), 1, 1);
    }

    private static void refused(Check check, String what, String where, Runnable action) {
        InvalidInput e = check.fails(what, InvalidInput.class, action);
        check.isTrue(what + ": the finding names the place", e.finding().where().contains(where));
        check.isTrue(what + ": and what was found",
                !e.finding().found().isEmpty() && !e.finding().expected().isEmpty());
    }

    /**
     * The ids as docs/formats/lineage.md lists them, by the operator in a recipe's JSON and, for merges, the method.
     */
    private static void families(Check check) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("train_head", "head_training");
        expected.put("train_adapter", "adapter_training");
        expected.put("merge linear", "model_soup");
        expected.put("merge slerp", "model_soup");
        expected.put("merge task_arithmetic", "task_delta");
        expected.put("merge ties", "sparse_task_delta");
        expected.put("merge dare", "sparse_task_delta");
        expected.put("crossover", "crossover");
        expected.put("mutate", "mutation");
        expected.put("prune", "pruning");
        expected.put("quantize", "quantization");
        expected.put("distil", "distillation");
        expected.put("route_specialize", "router_specialization");
        Map<String, String> found = new LinkedHashMap<>();
        for (Recipe recipe : everyRecipe()) {
            found.put(recipe.operator() + recipe.toJson().findString("method").map(method -> " " + method).orElse(""),
                    recipe.family().id());
        }
        check.equal("families", expected, found);
    }

    /** One of each operator, and of each method of merging. */
    private static List<Recipe> everyRecipe() {
        Digest a = Digest.of(new byte[]{1});
        Digest b = Digest.of(new byte[]{2});
        List<Recipe> recipes = new ArrayList<>(List.of(new Recipe.TrainHead(a, b, 7, 0.02, 0.01, true),
                new Recipe.TrainAdapter(a, b, 7, AdapterType.LORA, 2, 8, 0.001, 0.002)));
        for (Recipe.Method method : Recipe.Method.values()) {
            recipes.add(new Recipe.Merge(method, List.of(a, b), List.of(1.0, 0.5), Optional.of(a), 0.5, 3));
        }
        recipes.addAll(List.of(new Recipe.Crossover(List.of(a, b), 9), new Recipe.Mutate(a, 0.2, 0.1, 4),
                new Recipe.Prune(a, 0.5), new Recipe.Quantize(a, b, "int8"),
                new Recipe.Distil(a, b, 5, 0.5), new Recipe.RouteSpecialize(a, List.of("x", "y"))));
        return recipes;
    }
}
