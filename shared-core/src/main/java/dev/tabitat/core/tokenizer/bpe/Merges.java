package dev.tabitat.core.tokenizer.bpe;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.List;

/**
 * Which two tokens merge to one, and which pair first: an open-addressing table.
 *
 * <pre>
 * merges = (token " " token | [token, token])*, the first to merge first
 * </pre>
 */
final class Merges {

    private static final int MAX_MERGES = 1 << 22;

    /** {@code (left << 32 | right) + 1}; 0 where empty. */
    private final long[] pairs;
    private final int[] ranks;
    private final int[] merged;

    private Merges(int count) {
        int capacity = 4;
        while (capacity < 2 * count) {
            capacity *= 2;
        }
        pairs = new long[capacity];
        ranks = new int[capacity];
        merged = new int[capacity];
    }

    static Merges read(JsonPart model, Vocabulary vocabulary, String prefix) {
        JsonArray list = model.array("merges");
        if (list.size() > MAX_MERGES) {
            throw model.unsupported("merges", "at most " + MAX_MERGES, Integer.toString(list.size()));
        }
        Merges merges = new Merges(list.size());
        int rank = 0;
        for (int i = 0; i < list.size(); i++) {
            String where = "merges[" + i + "]";
            Json entry = list.get(i);
            // Lists that were lines of a file may still start with its version.
            if (entry instanceof JsonString line && line.value().startsWith("#version")) {
                continue;
            }
            String[] pair = pair(model, where, entry);
            int left = find(model, where, vocabulary, pair[0]);
            int right = find(model, where, vocabulary, pair[1]);
            if (!pair[1].startsWith(prefix)) {
                throw model.damaged(where, "a second token that starts with " + prefix, JsonPart.shorten(pair[1]));
            }
            int node = vocabulary.walk(vocabulary.nodeOf(left), pair[1].substring(prefix.length()));
            int whole = vocabulary.idOf(node);
            if (whole < 0) {
                throw model.damaged(where, "two tokens that merge to one of the vocabulary", JsonPart.show(entry));
            }
            merges.put(left, right, rank++, whole);
        }
        return merges;
    }

    /** The merges of a list of texts. */
    static Merges of(JsonPart holder, List<String> list, Vocabulary vocabulary) {
        if (list.size() > MAX_MERGES) {
            throw holder.unsupported("merges", "at most " + MAX_MERGES, Integer.toString(list.size()));
        }
        Merges merges = new Merges(list.size());
        for (int i = 0; i < list.size(); i++) {
            String line = list.get(i);
            int space = line.indexOf(' ', 1);
            int node = space < 0 ? -1 : vocabulary.walk(Vocabulary.ROOT, line.substring(0, space));
            String behind = space < 0 ? "" : line.substring(space + 1);
            int left = vocabulary.idOf(node);
            int right = vocabulary.find(behind);
            int whole = left < 0 ? -1 : vocabulary.idOf(vocabulary.walk(node, behind));
            if (left < 0 || right < 0 || whole < 0) {
                throw holder.damaged("merges[" + i + "]", "two tokens that merge to one of the vocabulary",
                        "\"" + JsonPart.shorten(line) + "\"");
            }
            merges.put(left, right, i, whole);
        }
        return merges;
    }

    private static String[] pair(JsonPart model, String where, Json entry) {
        if (entry instanceof JsonString line) {
            String text = line.value();
            int space = text.indexOf(' ');
            if (space >= 0 && text.indexOf(' ', space + 1) < 0) {
                return new String[]{text.substring(0, space), text.substring(space + 1)};
            }
        } else if (entry instanceof JsonArray two && two.size() == 2 && two.get(0) instanceof JsonString left
                && two.get(1) instanceof JsonString right) {
            return new String[]{left.value(), right.value()};
        }
        throw model.damaged(where, "two tokens", JsonPart.show(entry));
    }

    private static int find(JsonPart model, String where, Vocabulary vocabulary, String token) {
        int id = vocabulary.find(token);
        if (id < 0) {
            throw model.damaged(where, "tokens of the vocabulary", "\"" + JsonPart.shorten(token) + "\"");
        }
        return id;
    }

    private void put(int left, int right, int rank, int whole) {
        long pair = key(left, right);
        int slot = slot(pair);
        while (pairs[slot] != 0 && pairs[slot] != pair) {
            slot = slot + 1 & pairs.length - 1;
        }
        pairs[slot] = pair;
        ranks[slot] = rank;
        merged[slot] = whole;
    }

    /** Where the pair is, for {@link #rank} and {@link #merged}; -1 when it does not merge. */
    int find(int left, int right) {
        long pair = key(left, right);
        int slot = slot(pair);
        for (long found = pairs[slot]; found != 0; found = pairs[slot]) {
            if (found == pair) {
                return slot;
            }
            slot = slot + 1 & pairs.length - 1;
        }
        return -1;
    }

    int rank(int slot) {
        return ranks[slot];
    }

    int merged(int slot) {
        return merged[slot];
    }

    private static long key(int left, int right) {
        return ((long) left << 32 | right) + 1;
    }

    private int slot(long pair) {
        int mixed = (int) (pair >>> 32) * 0x9E3779B9 + (int) pair * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 15) * 0x2C1B3C6D;
        return (mixed ^ mixed >>> 13) & pairs.length - 1;
    }
}
