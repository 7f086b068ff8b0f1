package dev.tabitat.core.tokenizer.normalizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.text.Graphemes;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import java.util.Arrays;
import java.util.Base64;

/**
 * SentencePiece's normalization map, applied as Hugging Face does: the shortest entry that a grapheme cluster of fewer
 * than six bytes starts with replaces all of it; else each of its characters is looked up.
 *
 * <pre>
 * map    = uint32 bytes of the trie, unit*, replacement*; little-endian
 * unit   = uint32: bits 0 to 7 and 31 label, 8 "has a leaf", 9 "offset is 256 times larger", 10 to 30 offset; a leaf is
 *          the place of a replacement
 * replacement = UTF-8, 0
 * </pre>
 */
final class Precompiled implements Normalizer {

    private static final int MAX_CLUSTER_BYTES = 6;
    private static final int NONE = -1;

    private final int[] units;
    /** Replacements by the place of their first byte. */
    private final byte[] texts;

    private Precompiled(int[] units, byte[] texts) {
        this.units = units;
        this.texts = texts;
    }

    /** @throws DamagedData when the map is not in the grammar or leads out of itself */
    static Normalizer read(JsonPart part) {
        String name = "precompiled_charsmap";
        byte[] map;
        try {
            map = Base64.getDecoder().decode(part.string(name));
        } catch (IllegalArgumentException notBase64) {
            throw part.damaged(name, "Base64", JsonPart.shorten(part.string(name)));
        }
        long trieBytes = map.length < 4 ? -1 : Integer.toUnsignedLong(unit(map, 0));
        if (trieBytes < 4 || trieBytes % 4 != 0 || trieBytes + 4 > map.length) {
            throw part.damaged(name, "a trie of at least one unit within " + map.length + " bytes",
                    trieBytes + " bytes");
        }
        int[] units = new int[(int) trieBytes / 4];
        for (int i = 0; i < units.length; i++) {
            units[i] = unit(map, 4 + 4 * i);
        }
        byte[] texts = Arrays.copyOfRange(map, 4 + (int) trieBytes, map.length);
        try {
            Utf8.decode(texts);
        } catch (DamagedData notUtf8) {
            throw part.damaged(name, "replacements in UTF-8", notUtf8.finding().where());
        }
        Precompiled read = new Precompiled(units, texts);
        read.check(part, name);
        return read;
    }

    private static int unit(byte[] map, int at) {
        return map[at] & 0xFF | (map[at + 1] & 0xFF) << 8 | (map[at + 2] & 0xFF) << 16 | map[at + 3] << 24;
    }

    /** Walks the whole trie: every leaf must be the place of a replacement. */
    private void check(JsonPart part, String name) {
        boolean[] seen = new boolean[units.length];
        int[] stack = new int[units.length + 1];
        int depth = 0;
        stack[depth++] = offset(units[0]);
        while (depth > 0) {
            int node = stack[--depth];
            for (int b = 1; b < 256; b++) {
                int at = node ^ b;
                if (at < 0 || at >= units.length || seen[at] || (units[at] & 0x800000FF) != b) {
                    continue;
                }
                seen[at] = true;
                int child = at ^ offset(units[at]);
                if ((units[at] & 0x100) != 0) {
                    int text = child < 0 || child >= units.length ? NONE : units[child] & 0x7FFFFFFF;
                    if (text < 0 || text >= texts.length || (texts[text] & 0xC0) == 0x80) {
                        throw part.damaged(name, "leaves that are places of replacements, 0 to " + (texts.length - 1),
                                "unit " + at + " with " + text);
                    }
                }
                stack[depth++] = child;
            }
        }
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 0x200) >> 6);
    }

    @Override
    public void apply(NormalizedText text) {
        int length = text.length();
        int i = 0;
        while (i < length && isUnchanged(text, i)) {
            i++;
        }
        if (i == length) {
            return;
        }
        Changes changes = new Changes(length + 16);
        int[] points = text.points();
        byte[] bytes = new byte[MAX_CLUSTER_BYTES + 4];
        for (i = 0; i < length;) {
            int end = Graphemes.end(points, i, length);
            int found = NONE;
            int count = 0;
            for (int k = i; k < end && count < MAX_CLUSTER_BYTES; k++) {
                count = encode(points[k], bytes, count);
            }
            if (count < MAX_CLUSTER_BYTES) {
                found = find(bytes, count);
            }
            if (found != NONE) {
                replace(changes, found, end - i);
                i = end;
                continue;
            }
            for (; i < end; i++) {
                found = find(bytes, encode(points[i], bytes, 0));
                if (found == NONE) {
                    changes.add(points[i], 0);
                } else {
                    replace(changes, found, 1);
                }
            }
        }
        text.edit();
        for (i = 0; i < changes.length; i++) {
            text.replace(changes.points[i], changes.changes[i]);
        }
        text.commit();
    }

    /** Whether a character is ASCII that stands alone and has no entry; false when that takes more than a look. */
    private boolean isUnchanged(NormalizedText text, int i) {
        int point = text.point(i);
        boolean isLast = i + 1 == text.length();
        if (point < ' ' || point >= 0x7F || !isLast && text.point(i + 1) >= 0x7F) {
            return false;
        }
        int at = offset(units[0]) ^ point;
        return at >= units.length || (units[at] & 0x800000FF) != point || (units[at] & 0x100) == 0;
    }

    /** Where the replacement of the shortest entry that these bytes start with is, or -1. */
    private int find(byte[] bytes, int count) {
        int node = offset(units[0]);
        for (int i = 0; i < count; i++) {
            int b = bytes[i] & 0xFF;
            node ^= b;
            if (b == 0 || node < 0 || node >= units.length || (units[node] & 0x800000FF) != b) {
                return NONE;
            }
            int unit = units[node];
            node ^= offset(unit);
            if ((unit & 0x100) != 0) {
                return units[node] & 0x7FFFFFFF;
            }
        }
        return NONE;
    }

    private void replace(Changes changes, int text, int oldCount) {
        int first = changes.length;
        for (int at = text; at < texts.length && texts[at] != 0;) {
            int lead = texts[at] & 0xFF;
            int extra = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
            int point = extra == 0 ? lead : lead & 0x3F >> extra;
            for (int k = 1; k <= extra; k++) {
                point = point << 6 | texts[at + k] & 0x3F;
            }
            changes.add(point, 0);
            at += extra + 1;
        }
        int newCount = changes.length - first;
        for (int i = oldCount; i < newCount; i++) {
            changes.changes[first + i] = 1;
        }
        // What is removed is counted with the character before it; at the start it is not, as in the original.
        if (newCount < oldCount && changes.length > 0) {
            changes.changes[changes.length - 1] += newCount - oldCount;
        }
    }

    private static int encode(int point, byte[] bytes, int at) {
        int count = at;
        if (point < 0x80) {
            bytes[count++] = (byte) point;
            return count;
        }
        int extra = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        bytes[count++] = (byte) (0xFF00 >> extra + 1 | point >> 6 * extra);
        for (int shift = 6 * (extra - 1); shift >= 0; shift -= 6) {
            bytes[count++] = (byte) (0x80 | point >> shift & 0x3F);
        }
        return count;
    }

    /** A growing list of code points and what they replace. */
    private static final class Changes {

        private int[] points;
        private int[] changes;
        private int length;

        Changes(int capacity) {
            points = new int[capacity];
            changes = new int[capacity];
        }

        void add(int point, int change) {
            if (length == points.length) {
                points = Arrays.copyOf(points, 2 * length);
                changes = Arrays.copyOf(changes, 2 * length);
            }
            points[length] = point;
            changes[length++] = change;
        }
    }
}
