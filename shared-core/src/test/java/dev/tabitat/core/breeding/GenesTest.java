package dev.tabitat.core.breeding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.specialist.LinearHead;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.training.ProgressListener;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Crossing, mutating and pruning move what they should and nothing else, the same for the same seed. */
final class GenesTest {

    private static final int WIDTH = 40;
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "e", "f");

    private final BreedingSamples.TestModels models = new BreedingSamples.TestModels();
    private final Digest base = models.add(BreedingSamples.encoder("tiny:fp32"));

    /** A head whose every weight names its place: first, first + 1, ... */
    private Digest head(String name, float first, List<String> labels) {
        float[] weights = new float[labels.size() * WIDTH];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = first + i;
        }
        float[] bias = new float[labels.size()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = -first - i;
        }
        Specialist specialist = new Specialist(base, "tiny:fp32", new LinearHead(labels, WIDTH, weights, bias, 1.5),
                Optional.empty());
        return models.add(BreedingSamples.pack(name, Specialist.ID, specialist.files()));
    }

    private BreedingResult breed(Recipe recipe) {
        try (Breeder breeder = new Breeder(models)) {
            return breeder.breed(recipe, new BreedingResult.Facts(PackageName.parse("toy:c1"), "letters"),
                    Breeder.Progress.NONE, ProgressListener.NONE);
        }
    }

    private LinearHead made(Recipe recipe) {
        return Specialist.read(breed(recipe).asModel()).head();
    }

    @Test
    void valuesGoOutAndIn() {
        ModelPackage network = BreedingSamples.network("net:q8", 3, LABELS);
        Genes genes = Genes.of(network);
        assertEquals(3 * 26 + 3 + 6 * 3 + 6, genes.values().length);
        // int8 with a scale of each row is a fixed point: what it stands for is quantized to itself.
        double[] again = new double[genes.values().length];
        int at = 0;
        java.util.Map<String, Tensor> with = genes.with(genes.values());
        for (String layer : List.of("hidden", "output")) {
            for (float value : with.get(layer + ".bias").toFloats()) {
                again[at++] = value;
            }
            for (float value : new dev.tabitat.core.tensor.Quantization(with.get(layer + ".weight"),
                    with.get(layer + ".scale")).toFloats().toFloats()) {
                again[at++] = value;
            }
        }
        assertArrayEquals(genes.values(), again, 1e-6);
    }

    @Test
    void aHiddenUnitIsItsWaysInAndOut() {
        Genes genes = Genes.of(BreedingSamples.network("net:q8", 3, LABELS));
        // In the order of names: hidden.bias, hidden.weight, output.bias, output.weight.
        int[] units = genes.units();
        assertArrayEquals(new int[]{0, 1, 2}, Arrays.copyOf(units, 3));
        for (int i = 0; i < 78; i++) {
            assertEquals(i / 26, units[3 + i]);
        }
        for (int i = 0; i < 6; i++) {
            assertEquals(3, units[81 + i], "the output's biases are one unit of their own");
        }
        for (int i = 0; i < 18; i++) {
            assertEquals(i % 3, units[87 + i]);
        }
        int[] matrices = genes.matrices();
        for (int i = 0; i < matrices.length; i++) {
            assertEquals(i >= 3 && i < 81 || i >= 87, matrices[i] >= 0, "bias or matrix, entry " + i);
        }
    }

    @Test
    void aCrossingTakesWholeUnitsFromEither() {
        List<Digest> parents = List.of(head("one:1", 1000, LABELS), head("two:1", 5000, LABELS));
        int fromSecond = 0;
        for (long seed = 0; seed < 20; seed++) {
            LinearHead head = made(new Recipe.Crossover(parents, seed));
            assertEquals(LABELS, head.labels());
            assertEquals(1.5, head.temperature());
            for (int label = 0; label < 6; label++) {
                boolean second = head.weights()[label * WIDTH] >= 5000;
                fromSecond += second ? 1 : 0;
                float first = second ? 5000 : 1000;
                for (int i = 0; i < WIDTH; i++) {
                    assertEquals(first + label * WIDTH + i, head.weights()[label * WIDTH + i],
                            "seed " + seed + ", label " + label);
                }
                assertEquals(-first - label, head.bias()[label], "a label's bias goes with its row");
            }
            assertArrayEquals(head.weights(), made(new Recipe.Crossover(parents, seed)).weights(), "seed " + seed);
        }
        // 120 fair draws: outside of 35 to 85 once in 200,000.
        assertTrue(fromSecond > 35 && fromSecond < 85, fromSecond + " of 120");
    }

    @Test
    void aMutationMovesItsShareWithinThreeDeviations() {
        Digest parent = head("one:1", 1, LABELS);
        LinearHead before = Specialist.read(models.find(parent)).head();
        LinearHead after = made(new Recipe.Mutate(parent, 0.25, 0.1, (1L << 53) + 1));
        double squares = 0;
        for (double value : Genes.of(models.find(parent)).values()) {
            squares += value * value;
        }
        double deviation = 0.1 * Math.sqrt(squares / 246);
        int moved = 0;
        for (int i = 0; i < 240; i++) {
            double step = Math.abs(after.weights()[i] - before.weights()[i]);
            moved += step > 0 ? 1 : 0;
            assertTrue(step <= 3 * deviation * (1 + 1e-5), "entry " + i + " by " + step);
        }
        assertTrue(moved > 35 && moved < 90, moved + " of 240");
        assertArrayEquals(after.weights(), made(new Recipe.Mutate(parent, 0.25, 0.1, (1L << 53) + 1)).weights());
        assertFalse(Arrays.equals(after.weights(), made(new Recipe.Mutate(parent, 0.25, 0.1, 1L << 53)).weights()),
                "2^53 is another seed");
    }

    @Test
    void aPruningReachesItsSparsityAndKeepsTheLargest() {
        Digest parent = head("one:1", 1, LABELS);
        for (double sparsity : new double[]{0.1, 0.5, 0.9}) {
            LinearHead head = made(new Recipe.Prune(parent, sparsity));
            int zeros = (int) Math.round(240 * sparsity);
            for (int i = 0; i < 240; i++) {
                // The weights ascend: the smallest are the first.
                assertEquals(i < zeros ? 0 : 1 + i, head.weights()[i], "sparsity " + sparsity + ", entry " + i);
            }
            for (int label = 0; label < 6; label++) {
                assertEquals(-1 - label, head.bias()[label], "biases stay");
            }
        }
    }

    @Test
    void anNgramNetworkKeepsItsShapeThroughEveryOperator() {
        Digest one = models.add(BreedingSamples.network("net:q8", 3, LABELS));
        Digest two = models.add(BreedingSamples.network("net:q9", 4, LABELS));
        for (Recipe recipe : List.of(new Recipe.Crossover(List.of(one, two), 5), new Recipe.Mutate(one, 0.5, 0.2, 5),
                new Recipe.Prune(one, 0.5))) {
            BreedingResult bred = breed(recipe);
            Genes.of(models.find(one)).requireFits(Genes.of(bred.asModel()));
            assertEquals(bred.digest(), breed(recipe).digest(), recipe.operator());
            assertFalse(Arrays.equals(Genes.of(models.find(one)).values(), Genes.of(bred.asModel()).values()),
                    recipe.operator());
        }
        int zeros = 0;
        Genes pruned = Genes.of(breed(new Recipe.Prune(one, 0.5)).asModel());
        for (int i = 0; i < pruned.values().length; i++) {
            zeros += pruned.matrices()[i] >= 0 && pruned.values()[i] == 0 ? 1 : 0;
        }
        assertTrue(zeros >= 48, zeros + " of 96");
    }

    @Test
    void someRowsOfATensor() {
        Tensor matrix = Tensor.ofFloats(Shape.of(3, 2), new float[]{1, 2, 3, 4, 5, 6});
        assertArrayEquals(new float[]{5, 6, 1, 2}, Genes.rows(matrix, List.of(2, 0)).toFloats());
        assertEquals(Shape.of(2),
                Genes.rows(Tensor.ofFloats(Shape.of(3), new float[]{7, 8, 9}), List.of(1, 1)).shape());
    }

    @Test
    void parentsThatDoNotFitAreRefusedByWhatDiffers() {
        Digest one = head("one:1", 1, LABELS);
        Digest fewer = head("two:1", 1, LABELS.subList(0, 5));
        Digest renamed = head("three:1", 1, List.of("a", "b", "c", "d", "e", "g"));
        Digest network = models.add(BreedingSamples.network("net:q8", 3, LABELS));
        TreeSet<String> reasons = new TreeSet<>();
        for (Digest other : List.of(fewer, renamed, network)) {
            Incompatible refused = assertThrows(Incompatible.class,
                    () -> breed(new Recipe.Crossover(List.of(one, other), 1)));
            reasons.add(refused.finding().where().replaceAll(".*, ", ""));
        }
        assertEquals(new TreeSet<>(List.of("architecture", "labels")), reasons);
        assertThrows(Unsupported.class, () -> Genes.of(models.find(base)), "an encoder has no labels to cross");
        assertThrows(InvalidInput.class, () -> new Recipe.Prune(one, 1));
        assertThrows(InvalidInput.class, () -> new Recipe.Mutate(one, 0, 0.1, 1));
    }
}
