package dev.tabitat.core.breeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.FitnessDimension;
import dev.tabitat.core.fitness.FitnessVector;
import dev.tabitat.core.fitness.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who lives follows from utility, size and answers; ties are broken the same way every time. */
final class PopulationTest {

    private static Candidate candidate(String id, double utility, double latency, double memory, long bytes,
            double... first) {
        List<double[]> probabilities = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (double p : first) {
            probabilities.add(new double[]{p, 1 - p});
            right.add("a");
        }
        FitnessVector fitness = FitnessVector.of(id, "select").with(FitnessDimension.UTILITY, utility)
                .with(FitnessDimension.LATENCY_MS, latency)
                .with(FitnessDimension.MEMORY_MB, memory);
        Digest digest = Digest.of(id.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Candidate(id, digest, 0, new Recipe.Prune(digest, 0.5), fitness,
                new Predictions(List.of("a", "b"), right, probabilities), bytes);
    }

    private static List<String> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }

    @Test
    void theFrontIsThatOfEveryPairCompared() {
        Random random = Seed.random("PopulationTest.front");
        for (int round = 0; round < 200; round++) {
            int n = 1 + random.nextInt(12);
            Population population = new Population(4);
            // Few different values, so that there are ties and equal ones.
            int[][] figures = new int[n][3];
            for (int i = 0; i < n; i++) {
                figures[i] = new int[]{random.nextInt(4), random.nextInt(4), random.nextInt(4)};
                population.add(candidate("c" + i, figures[i][0] / 4.0, figures[i][1], figures[i][2], 1, 0.5));
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                boolean outdone = false;
                for (int[] other : figures) {
                    boolean noWorse = other[0] >= figures[i][0] && other[1] <= figures[i][1]
                            && other[2] <= figures[i][2];
                    boolean equal = other[0] == figures[i][0] && other[1] == figures[i][1] && other[2] == figures[i][2];
                    outdone |= noWorse && !equal;
                }
                if (!outdone) {
                    expected.add("c" + i);
                }
            }
            assertEquals(expected, population.front());
        }
    }

    @Test
    void noMoreLiveThanThereIsRoomFor() {
        Random random = Seed.random("PopulationTest.capacity");
        for (int round = 0; round < 100; round++) {
            int capacity = 1 + random.nextInt(6);
            int n = 1 + random.nextInt(10);
            Population population = new Population(capacity);
            for (int i = 0; i < n; i++) {
                population.add(candidate("c" + i, random.nextInt(5) / 5.0, 1, 1, 1 + random.nextInt(5),
                        random.nextDouble(), random.nextDouble()));
            }
            List<Candidate> survivors = population.survivors();
            assertEquals(Math.min(Math.max(2, capacity), n), survivors.size(), "at least two may have descendants");
            assertEquals(survivors.size(), survivors.stream().distinct().count());
            assertEquals(n, population.all().size(), "nobody is forgotten");
            List<Candidate> order = new ArrayList<>(population.byUtility());
            assertEquals(order.get(0), survivors.get(0), "the best lives");
            order.retainAll(survivors);
            assertEquals(order, survivors, "best first");
            assertEquals(survivors, population.survivors(), "the same again");
        }
    }

    @Test
    void equalOnesComeBySizeThenByAge() {
        Population population = new Population(2);
        population.add(candidate("large", 0.5, 1, 1, 20, 0.5));
        population.add(candidate("old", 0.5, 1, 1, 10, 0.5));
        population.add(candidate("young", 0.5, 1, 1, 10, 0.5));
        population.add(candidate("best", 0.6, 1, 1, 99, 0.5));
        assertEquals(List.of("best", "old", "young", "large"), ids(population.byUtility()));
        assertEquals(List.of("best", "old"), ids(population.survivors()));
        Population alike = new Population(3);
        for (String id : List.of("c1", "c2", "c3", "c4")) {
            alike.add(candidate(id, 0.5, 1, 1, 10, 0.5));
        }
        assertEquals(List.of("c1", "c2", "c3"), ids(alike.survivors()),
                "of those who are equal in everything the oldest live");
    }

    @Test
    void timesPlayNoPart() {
        Population fast = new Population(2);
        Population slow = new Population(2);
        for (int i = 0; i < 5; i++) {
            fast.add(candidate("c" + i, i / 5.0, 5 - i, 1, 10 + i, i / 5.0));
            slow.add(candidate("c" + i, i / 5.0, 100 * i, 7, 10 + i, i / 5.0));
        }
        assertEquals(ids(fast.survivors()), ids(slow.survivors()));
    }

    @Test
    void roomThatIsLeftGoesToThoseWhoAnswerOtherwise() {
        Population population = new Population(2);
        population.add(candidate("best", 0.9, 1, 1, 10, 1, 1));
        // Neither is smaller than the best; the second is better, the third answers otherwise.
        population.add(candidate("alike", 0.8, 1, 1, 10, 0.9, 1));
        population.add(candidate("other", 0.1, 1, 1, 10, 0, 0));
        assertEquals(List.of("best", "other"), ids(population.survivors()));
        Population small = new Population(2);
        small.add(candidate("best", 0.9, 1, 1, 10, 1, 1));
        small.add(candidate("smaller", 0.8, 1, 1, 9, 0.9, 1));
        small.add(candidate("other", 0.1, 1, 1, 10, 0, 0));
        assertEquals(List.of("best", "smaller"), ids(small.survivors()), "who is best for its size comes first");
    }

    @Test
    void noveltyIsTheLeastDistance() {
        Population population = new Population(4);
        Candidate first = candidate("c1", 0.5, 1, 1, 1, 1, 0.5);
        assertEquals(OptionalDouble.empty(), population.novelty(first));
        population.add(first);
        assertEquals(OptionalDouble.empty(), population.novelty(first), "not compared with itself");
        population.add(candidate("c2", 0.5, 1, 1, 1, 0, 0.5));
        // Total variation of each case, then the mean: to c1 (0.25 + 0.25) / 2, to c2 (0.75 + 0.25) / 2.
        assertEquals(0.25, population.novelty(candidate("c3", 0.5, 1, 1, 1, 0.75, 0.75)).orElseThrow(), 1e-12);
        assertTrue(new Population(2).survivors().isEmpty());
    }
}
