package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.FitnessVector;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan follows from parents, seed and survivors alone; a generation's size has a bound. */
final class GenerationsTest {

    private static final Digest DATA = Digest.of(new byte[]{9});
    /** The last leaves no room above: later generations' seeds wrap around. */
    private static final long[] SEEDS = {7, (1L << 53) + 1, Long.MAX_VALUE};

    private static Generations generations(long seed) {
        return new Generations(DATA, BreedingSamples.LABELS, seed);
    }

    private static Generations.Parent parent(ModelPackage files) {
        return new Generations.Parent(files.manifest().digest(), files);
    }

    private static Candidate candidate(int number, Recipe recipe) {
        return new Candidate("c" + number, Digest.of(new byte[]{1, (byte) number}), 0, recipe,
                FitnessVector.of("c" + number, "select"),
                new Predictions(BreedingSamples.LABELS, List.of(), List.of()), 1);
    }

    private static List<Candidate> heads(int count) {
        List<Candidate> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            heads.add(candidate(i, new Recipe.TrainHead(DATA, DATA, 7, 0.02, 0.01, true)));
        }
        return heads;
    }

    private static List<String> operators(List<Recipe> recipes) {
        return recipes.stream().map(Recipe::operator).toList();
    }

    @Test
    void anEncoderIsTaughtHeadsBeforeAdapters() {
        ModelPackage encoder = BreedingSamples.encoder("tiny:fp32");
        for (long seed : SEEDS) {
            List<Recipe> plan = generations(seed).first(List.of(parent(encoder)));
            assertEquals(List.of("train_head", "train_head", "train_adapter", "train_adapter"), operators(plan));
            for (Recipe recipe : plan) {
                assertEquals(seed, recipe.seed());
                assertEquals(List.of(encoder.manifest().digest()), recipe.parents());
                assertEquals(DATA, recipe.dataset().orElseThrow());
                assertEquals(recipe,
                        Recipe.read(JsonReader.readObject(CanonicalJson.text(recipe.toJson()), JsonLimits.DEFAULT)));
            }
            assertEquals(plan, generations(seed).first(List.of(parent(encoder))));
        }
        assertNotEquals(generations(7).first(List.of(parent(encoder))), generations(8).first(List.of(parent(encoder))));
    }

    @Test
    void aNetworkIsTaughtAndOtherModelsAreMutatedAndPruned() {
        ModelPackage network = BreedingSamples.network("net:q8", 3, BreedingSamples.LABELS);
        assertEquals(List.of("train_head"), operators(generations(7).first(List.of(parent(network)))),
                "a network whose package does not count its labels");
        ModelPackage other = BreedingSamples.pack("student:1", "char-ngram-maxent", network.files());
        assertEquals(List.of("mutate", "prune"), operators(generations(7).first(List.of(parent(other)))));
        assertEquals(List.of(), generations(7).first(List.of()));
    }

    @Test
    void theSameSeedGivesTheSameNextGeneration() {
        for (long seed : SEEDS) {
            for (int number = 1; number < 6; number++) {
                List<Recipe> plan = generations(seed).next(number, heads(4), (a, b) -> true);
                assertEquals(plan, generations(seed).next(number, heads(4), (a, b) -> true));
                for (Recipe recipe : plan) {
                    assertEquals(recipe,
                            Recipe.read(JsonReader.readObject(CanonicalJson.text(recipe.toJson()), JsonLimits.DEFAULT)),
                            "seed " + seed);
                }
            }
        }
        List<List<Recipe>> different = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            different.add(generations(seed).next(1, heads(4), (a, b) -> true));
        }
        assertEquals(20, different.stream().distinct().count(), "twenty seeds, twenty plans");
    }

    @Test
    void aGenerationHasTwoPairsAtMost() {
        for (int survivors = 0; survivors <= 6; survivors++) {
            for (int number = 1; number <= 3; number++) {
                List<String> operators = operators(generations(7).next(number, heads(survivors), (a, b) -> true));
                int pairs = Math.min(2, survivors * (survivors - 1) / 2);
                assertEquals(pairs, operators.stream().filter("merge"::equals).count());
                assertEquals(pairs, operators.stream().filter("crossover"::equals).count());
                assertEquals(number == 1 && survivors > 0 ? 1 : 0, operators.stream().filter("distil"::equals).count(),
                        "a student of the first generation only");
                assertEquals(survivors > 0 ? 1 : 0, operators.stream().filter("mutate"::equals).count());
                assertEquals(survivors > 0 ? 1 : 0, operators.stream().filter("prune"::equals).count());
                assertTrue(operators.size() <= 7);
            }
        }
    }

    @Test
    void whoDoesNotFitIsNotMerged() {
        List<Candidate> heads = heads(4);
        assertEquals(List.of("distil", "mutate", "prune"), operators(generations(7).next(1, heads, (a, b) -> false)));
        Digest third = heads.get(2).manifest();
        Digest fourth = heads.get(3).manifest();
        for (Recipe recipe : generations(7).next(2, heads, (a, b) -> a.equals(third) && b.equals(fourth))) {
            assertTrue(recipe.parents().size() == 1 || recipe.parents().equals(List.of(third, fourth)),
                    recipe.operator());
        }
    }

    @Test
    void adaptersAreMergedAsWeightedSumsAndNotCrossed() {
        List<Candidate> adapted = List.of(
                candidate(0, new Recipe.TrainAdapter(DATA, DATA, 7, AdapterType.LORA, 2, 8, 0.01, 0.01)),
                heads(2).get(1));
        for (long seed = 0; seed < 20; seed++) {
            List<Recipe> plan = generations(seed).next(1, adapted, (a, b) -> true);
            assertEquals(List.of("distil", "merge", "mutate", "prune"), operators(plan));
            assertEquals(Recipe.Method.LINEAR, ((Recipe.Merge) plan.get(1)).method());
        }
    }

    @Test
    void aStudentIsNobodysTeacher() {
        Candidate student = candidate(0, new Recipe.Distil(DATA, DATA, 7, 0.5));
        Candidate head = heads(2).get(1);
        Recipe distil = generations(7).next(1, List.of(student, head), (a, b) -> false).get(0);
        assertEquals(List.of(head.manifest()), distil.parents());
        assertEquals(List.of("mutate", "prune"), operators(generations(7).next(1, List.of(student), (a, b) -> false)));
    }
}
