package dev.tabitat.core.runtime;

import dev.tabitat.core.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sequence that is longer than its model reads, in overlapping windows of one of its texts: what stands around that
 * text, special tokens and another text, is the same in each.
 *
 * @param windows each short enough
 * @param firsts of each window, which token of the text it begins with
 * @param before how many tokens stand before the text in every window
 * @param counts of each window, how many tokens of the text it has
 */
record TokenWindows(List<Encoding> windows, int[] firsts, int before, int[] counts) {

    /**
     * @param whole the sequence without a limit
     * @param sequence which text is cut into windows: 0 or 1
     * @param overlap tokens that two neighbours share, if there is room for them
     */
    static TokenWindows of(Encoding whole, int sequence, int maxTokens, int overlap) {
        int length = whole.ids().length;
        int from = 0;
        while (from < length && whole.sequences()[from] != sequence) {
            from++;
        }
        int to = from;
        while (to < length && whole.sequences()[to] == sequence) {
            to++;
        }
        int room = Math.max(1, maxTokens - (length - (to - from)));
        List<Encoding> windows = new ArrayList<>();
        List<Integer> firsts = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        int step = Math.max(1, room - Math.min(overlap, room / 2));
        for (int at = from; at == from || at < to; at += step) {
            int end = Math.min(to, at + room);
            windows.add(window(whole, from, to, at, end));
            firsts.add(at - from);
            counts.add(end - at);
            if (end == to) {
                break;
            }
        }
        return new TokenWindows(windows, ints(firsts), from, ints(counts));
    }

    private static int[] ints(List<Integer> values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values.get(i);
        }
        return ints;
    }

    private static Encoding window(Encoding whole, int from, int to, int at, int end) {
        return new Encoding(cut(whole.ids(), from, to, at, end), cut(whole.starts(), from, to, at, end),
                cut(whole.ends(), from, to, at, end), cut(whole.typeIds(), from, to, at, end),
                cut(whole.sequences(), from, to, at, end), whole.ids().length);
    }

    /** What stands before {@code from} and after {@code to}, and between them {@code at} to {@code end}. */
    private static int[] cut(int[] values, int from, int to, int at, int end) {
        int[] part = Arrays.copyOf(values, from + end - at + values.length - to);
        System.arraycopy(values, at, part, from, end - at);
        System.arraycopy(values, to, part, from + end - at, values.length - to);
        return part;
    }
}
