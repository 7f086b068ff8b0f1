package dev.tabitat.core.tokenizer.bpe;

import java.util.Arrays;

/**
 * The symbols of one piece, a linked list, and a heap of the pairs that may merge: n log n in the number of symbols. A
 * pair in the heap may be out of date, which is seen when it comes out.
 */
final class Symbols {

    private final Merges merges;
    private int[] ids = new int[32];
    /** In bytes; 0 for a symbol that was merged into the one before it. */
    private int[] lengths = new int[32];
    private int[] previous = new int[32];
    private int[] next = new int[32];
    private int count;

    /** {@code rank << 32 | place}: the least comes out first; with the id that the pair merges to. */
    private long[] heap = new long[32];
    private int[] heapMerged = new int[32];
    private int heapSize;

    Symbols(Merges merges) {
        this.merges = merges;
    }

    void clear() {
        count = 0;
        heapSize = 0;
    }

    void add(int id, int length) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            previous = Arrays.copyOf(previous, 2 * count);
            next = Arrays.copyOf(next, 2 * count);
        }
        ids[count] = id;
        lengths[count] = length;
        previous[count] = count - 1;
        next[count] = -1;
        if (count > 0) {
            next[count - 1] = count;
        }
        count++;
    }

    /** The first symbol, or -1. */
    int first() {
        return count == 0 ? -1 : 0;
    }

    /** The symbol behind another, or -1. */
    int next(int symbol) {
        return next[symbol];
    }

    int id(int symbol) {
        return ids[symbol];
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    void merge() {
        for (int i = 0; i + 1 < count; i++) {
            offer(i);
        }
        while (heapSize > 0) {
            int left = (int) heap[0];
            int expected = heapMerged[0];
            removeLeast();
            int right = lengths[left] == 0 ? -1 : next[left];
            if (right < 0) {
                continue;
            }
            int slot = merges.find(ids[left], ids[right]);
            if (slot < 0 || merges.merged(slot) != expected) {
                continue;
            }
            ids[left] = expected;
            lengths[left] += lengths[right];
            lengths[right] = 0;
            next[left] = next[right];
            if (next[left] >= 0) {
                previous[next[left]] = left;
                offer(left);
            }
            if (previous[left] >= 0) {
                offer(previous[left]);
            }
        }
    }

    /** Puts a symbol and the one behind it into the heap if they merge. */
    private void offer(int left) {
        int slot = merges.find(ids[left], ids[next[left]]);
        if (slot < 0) {
            return;
        }
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heapSize);
            heapMerged = Arrays.copyOf(heapMerged, 2 * heapSize);
        }
        long key = (long) merges.rank(slot) << 32 | left;
        int at = heapSize++;
        while (at > 0 && heap[at - 1 >> 1] > key) {
            heap[at] = heap[at - 1 >> 1];
            heapMerged[at] = heapMerged[at - 1 >> 1];
            at = at - 1 >> 1;
        }
        heap[at] = key;
        heapMerged[at] = merges.merged(slot);
    }

    private void removeLeast() {
        long key = heap[--heapSize];
        int mergedId = heapMerged[heapSize];
        int at = 0;
        for (int child = 1; child < heapSize; child = 2 * at + 1) {
            child += child + 1 < heapSize && heap[child + 1] < heap[child] ? 1 : 0;
            if (heap[child] >= key) {
                break;
            }
            heap[at] = heap[child];
            heapMerged[at] = heapMerged[child];
            at = child;
        }
        heap[at] = key;
        heapMerged[at] = mergedId;
    }
}
