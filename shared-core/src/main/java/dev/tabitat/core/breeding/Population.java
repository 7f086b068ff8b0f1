package dev.tabitat.core.breeding;

import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.FitnessVector;
import dev.tabitat.core.fitness.ParetoFront;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The candidate population of a run, of limited size: first those who are best for their size, then those who answer
 * most differently from the ones already in. Times play no part in it: they differ from run to run, and the same run
 * must breed the same.
 */
public final class Population {

    private final int capacity;
    private final List<Candidate> all = new ArrayList<>();

    /** @param capacity how many may have descendants, at least 2 */
    public Population(int capacity) {
        this.capacity = Math.max(2, capacity);
    }

    public void add(Candidate candidate) {
        all.add(candidate);
    }

    /** Everybody that was ever in, in the order of arrival. */
    public List<Candidate> all() {
        return List.copyOf(all);
    }

    /** Ids of the non-dominated candidates (Pareto front) in utility, latency and memory. */
    public List<String> front() {
        List<FitnessVector> vectors = new ArrayList<>();
        all.forEach(one -> vectors.add(one.fitness()));
        return ParetoFront.of(vectors);
    }

    /** The least distance of one candidate's answers to those of all others; empty for the first. */
    public OptionalDouble novelty(Candidate candidate) {
        double least = Double.POSITIVE_INFINITY;
        for (Candidate other : all) {
            least = other.id().equals(candidate.id()) ? least
                    : Math.min(least, Evaluator.distance(candidate.select(), other.select()));
        }
        return least < Double.POSITIVE_INFINITY ? OptionalDouble.of(least) : OptionalDouble.empty();
    }

    /** Those who may have descendants, best first. */
    public List<Candidate> survivors() {
        Set<Candidate> kept = new LinkedHashSet<>();
        List<Candidate> byUtility = byUtility();
        long smallest = Long.MAX_VALUE;
        for (Candidate one : byUtility) {
            if (kept.size() < capacity && one.bytes() < smallest) {
                smallest = one.bytes();
                kept.add(one);
            }
        }
        while (kept.size() < Math.min(capacity, all.size())) {
            Candidate most = null;
            double farthest = -1;
            for (Candidate one : byUtility) {
                double least = Double.POSITIVE_INFINITY;
                for (Candidate in : kept) {
                    least = Math.min(least, Evaluator.distance(one.select(), in.select()));
                }
                if (!kept.contains(one) && least > farthest) {
                    farthest = least;
                    most = one;
                }
            }
            kept.add(most);
        }
        List<Candidate> order = new ArrayList<>(byUtility);
        order.retainAll(kept);
        return order;
    }

    /** Best on select first; of equal ones the smaller, then the older. */
    public List<Candidate> byUtility() {
        List<Candidate> order = new ArrayList<>(all);
        order.sort((a, b) -> {
            int byUtility = Double.compare(b.utility(), a.utility());
            return byUtility != 0 ? byUtility : Long.compare(a.bytes(), b.bytes());
        });
        return order;
    }
}
