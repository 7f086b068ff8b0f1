package dev.tabitat.core.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that say the same in nearly the same words: at least four fifths of their runs of four letters or digits are
 * shared (Jaccard index), found by MinHash in bands (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining of massive
 * datasets", 3.4).
 */
final class NearDuplicates {

    private static final double LEAST = 0.8;
    private static final int RUN = 4;
    private static final int BANDS = 8;
    private static final int ROWS = 4;
    private static final int MAX_COMPARED = 64;

    private NearDuplicates() {}

    /** A group's number for each example; those of one group are near-duplicates, directly or by way of others. */
    static int[] groups(List<Example> items) {
        int[] parents = new int[items.size()];
        int[][] runs = new int[items.size()][];
        Map<Long, List<Integer>> buckets = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            parents[i] = i;
            runs[i] = runs(items.get(i).text());
            long[] least = least(runs[i]);
            for (int band = 0; band < BANDS; band++) {
                long key = band;
                for (int row = 0; row < ROWS; row++) {
                    key = mix(key ^ least[band * ROWS + row]);
                }
                List<Integer> bucket = buckets.computeIfAbsent(key, unused -> new ArrayList<>());
                for (int other = Math.max(0, bucket.size() - MAX_COMPARED); other < bucket.size(); other++) {
                    int before = bucket.get(other);
                    if (root(parents, before) != root(parents, i) && alike(runs[before], runs[i]) >= LEAST) {
                        int a = root(parents, before);
                        int b = root(parents, i);
                        parents[Math.max(a, b)] = Math.min(a, b);
                    }
                }
                bucket.add(i);
            }
        }
        for (int i = 0; i < parents.length; i++) {
            parents[i] = root(parents, i);
        }
        return parents;
    }

    private static int root(int[] parents, int at) {
        int root = at;
        while (parents[root] != root) {
            root = parents[root];
        }
        return root;
    }

    /** Hashes of the runs of letters and digits, small, ascending, each once. A text too short for one is one run. */
    private static int[] runs(String text) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < text.length() && letters.length() < 2000; i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                letters.append(Character.toLowerCase(c));
            }
        }
        int count = Math.max(1, letters.length() - RUN + 1);
        int[] hashes = new int[count];
        for (int i = 0; i < count; i++) {
            long hash = 17;
            for (int k = i; k < Math.min(letters.length(), i + RUN); k++) {
                hash = mix(hash ^ letters.charAt(k));
            }
            hashes[i] = (int) hash;
        }
        java.util.Arrays.sort(hashes);
        int kept = 0;
        for (int hash : hashes) {
            if (kept == 0 || hashes[kept - 1] != hash) {
                hashes[kept++] = hash;
            }
        }
        return java.util.Arrays.copyOf(hashes, kept);
    }

    private static long[] least(int... hashes) {
        long[] least = new long[BANDS * ROWS];
        for (int i = 0; i < least.length; i++) {
            least[i] = Long.MAX_VALUE;
            for (int hash : hashes) {
                least[i] = Math.min(least[i], mix(hash + 0x9E3779B97F4A7C15L * (i + 1)) >>> 1);
            }
        }
        return least;
    }

    private static double alike(int[] a, int... b) {
        int both = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                both++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return (double) both / (a.length + b.length - both);
    }

    private static long mix(long value) {
        long z = value * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 29) * 0x94D049BB133111EBL;
        return z ^ z >>> 32;
    }
}
