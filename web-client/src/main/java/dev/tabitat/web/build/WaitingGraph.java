package dev.tabitat.web.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which methods may wait: those that wait themselves, and all that call one that may. For each it knows how many
 * methods would not wait if it did not: those that reach a wait through it only, as a dominator tree shows (Cooper,
 * Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001).
 *
 * @param <M> a method
 */
final class WaitingGraph<M> {

    /** The place of the wait itself, which is no method. */
    private static final int WAIT = 0;

    private final List<M> methods = new ArrayList<>();
    private final Map<M, Integer> places = new HashMap<>();
    private final List<List<Integer>> callers = new ArrayList<>();
    private final List<List<Integer>> called = new ArrayList<>();
    private int[] causes = new int[0];

    /**
     * @param waiting methods that wait themselves
     * @param callersOf who calls a method, virtual calls included
     */
    WaitingGraph(Collection<M> waiting, Function<M, Collection<M>> callersOf) {
        place(null);
        Deque<M> open = new ArrayDeque<>();
        for (M method : waiting) {
            link(WAIT, place(method));
            open.add(method);
        }
        while (!open.isEmpty()) {
            M method = open.poll();
            for (M caller : new LinkedHashSet<>(callersOf.apply(method))) {
                boolean isNew = !places.containsKey(caller);
                link(places.get(method), place(caller));
                if (isNew) {
                    open.add(caller);
                }
            }
        }
        causes = subtrees(dominators());
    }

    private int place(M method) {
        Integer known = places.putIfAbsent(method, methods.size());
        if (known != null) {
            return known;
        }
        methods.add(method);
        callers.add(new ArrayList<>());
        called.add(new ArrayList<>());
        return methods.size() - 1;
    }

    private void link(int from, int caller) {
        callers.get(from).add(caller);
        called.get(caller).add(from);
    }

    /** How many methods may wait. */
    int size() {
        return methods.size() - 1;
    }

    /** How many methods would not wait if this one did not, itself included; 0 for one that does not wait. */
    int causes(M method) {
        Integer place = places.get(method);
        return place == null ? 0 : causes[place];
    }

    /** Methods that may wait, those first without which most others would not. */
    List<M> byCause() {
        List<M> all = new ArrayList<>(methods.subList(1, methods.size()));
        all.sort((a, b) -> causes(b) - causes(a));
        return all;
    }

    /**
     * Methods of one kind that wait only since they call one of another kind that waits; by method, those that it
     * calls.
     */
    Map<M, List<M>> handedOver(Predicate<M> isOfKind) {
        boolean[] reached = new boolean[methods.size()];
        reached[WAIT] = true;
        Deque<Integer> open = new ArrayDeque<>(List.of(WAIT));
        Map<M, List<M>> found = new java.util.LinkedHashMap<>();
        while (!open.isEmpty()) {
            int from = open.poll();
            for (int caller : callers.get(from)) {
                if (isOfKind.test(methods.get(caller))) {
                    if (from != WAIT) {
                        found.computeIfAbsent(methods.get(caller), none -> new ArrayList<>()).add(methods.get(from));
                    }
                } else if (!reached[caller]) {
                    reached[caller] = true;
                    open.add(caller);
                }
            }
        }
        return found;
    }

    /** Places after all that are reached from them only. */
    private int[] postOrder() {
        int[] order = new int[methods.size()];
        int ordered = 0;
        int[] next = new int[methods.size()];
        Set<Integer> seen = new LinkedHashSet<>(List.of(WAIT));
        Deque<Integer> path = new ArrayDeque<>(List.of(WAIT));
        while (!path.isEmpty()) {
            int at = path.peek();
            if (next[at] == callers.get(at).size()) {
                order[ordered++] = path.pop();
            } else {
                int caller = callers.get(at).get(next[at]++);
                if (seen.add(caller)) {
                    path.push(caller);
                }
            }
        }
        return order;
    }

    /** For each place the last one that every way from the wait to it passes. */
    private int[] dominators() {
        int[] order = postOrder();
        int[] rank = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
        int[] dominators = new int[order.length];
        Arrays.fill(dominators, -1);
        dominators[WAIT] = WAIT;
        boolean isChanged = true;
        while (isChanged) {
            isChanged = false;
            for (int i = order.length - 2; i >= 0; i--) {
                int common = -1;
                for (int from : called.get(order[i])) {
                    if (dominators[from] >= 0) {
                        common = common < 0 ? from : meet(common, from, dominators, rank);
                    }
                }
                isChanged |= dominators[order[i]] != common;
                dominators[order[i]] = common;
            }
        }
        return dominators;
    }

    private static int meet(int first, int second, int[] dominators, int[] rank) {
        int a = first;
        int b = second;
        while (a != b) {
            while (rank[a] < rank[b]) {
                a = dominators[a];
            }
            while (rank[b] < rank[a]) {
                b = dominators[b];
            }
        }
        return a;
    }

    private int[] subtrees(int[] dominators) {
        int[] sizes = new int[dominators.length];
        Arrays.fill(sizes, 1);
        for (int place : postOrder()) {
            if (place != WAIT) {
                sizes[dominators[place]] += sizes[place];
            }
        }
        return sizes;
    }
}
