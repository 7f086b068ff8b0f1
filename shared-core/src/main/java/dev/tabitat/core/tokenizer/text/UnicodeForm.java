package dev.tabitat.core.tokenizer.text;

import java.util.Arrays;

/** The normal forms of Unicode Standard Annex 15, in the version that the tokenizers have. */
public enum UnicodeForm {

    /** Canonical decomposition. */
    NFD(false, false, 0xC0),
    /** Canonical decomposition, then composition. */
    NFC(false, true, 0x300),
    /** Compatibility decomposition. */
    NFKD(true, false, 0xA0),
    /** Compatibility decomposition, then composition. */
    NFKC(true, true, 0xA0);

    private final boolean isCompatible;
    private final boolean isComposed;
    /** Texts of code points below this are in the form. */
    private final int firstChanged;

    UnicodeForm(boolean isCompatible, boolean isComposed, int firstChanged) {
        this.isCompatible = isCompatible;
        this.isComposed = isComposed;
        this.firstChanged = firstChanged;
    }

    /** Changes a text to this form; linear in its length. */
    public void apply(NormalizedText text) {
        int i = 0;
        while (i < text.length() && text.point(i) < firstChanged) {
            i++;
        }
        if (i == text.length()) {
            return;
        }
        Work work = new Work(text.length());
        int[] parts = new int[Decompositions.MAX_PARTS];
        for (i = 0; i < text.length(); i++) {
            int count = isCompatible ? Decompositions.decomposeCompatibly(text.point(i), parts)
                    : CharacterProperties.decompose(text.point(i), parts);
            for (int k = 0; k < count; k++) {
                work.add(parts[k], k == 0 ? 0 : 1);
            }
        }
        work.sortRun();
        if (isComposed) {
            work.compose();
        }
        text.edit();
        for (i = 0; i < work.length; i++) {
            text.replace(work.points[i], work.changes[i]);
        }
        text.commit();
    }

    /** A decomposed text: code points, the changes of {@link NormalizedText#replace}, combining classes by rank. */
    private static final class Work {

        private int[] points;
        private int[] changes;
        private int[] classes;
        private int length;
        private int runStart;
        private boolean isOrdered = true;

        Work(int capacity) {
            points = new int[capacity + 16];
            changes = new int[capacity + 16];
            classes = new int[capacity + 16];
        }

        void add(int point, int change) {
            if (length == points.length) {
                points = Arrays.copyOf(points, 2 * length);
                changes = Arrays.copyOf(changes, 2 * length);
                classes = Arrays.copyOf(classes, 2 * length);
            }
            int combining = CharacterProperties.combiningClass(point);
            if (combining == 0) {
                sortRun();
                runStart = length + 1;
            } else {
                isOrdered &= length == runStart || combining >= classes[length - 1];
            }
            points[length] = point;
            changes[length] = change;
            classes[length++] = combining;
        }

        /** Orders a run of marks by class, one pass for each class: a run may be as long as the text. */
        void sortRun() {
            if (isOrdered) {
                return;
            }
            int[] oldPoints = Arrays.copyOfRange(points, runStart, length);
            int[] oldChanges = Arrays.copyOfRange(changes, runStart, length);
            int[] oldClasses = Arrays.copyOfRange(classes, runStart, length);
            int at = runStart;
            for (int pass = 1; at < length; pass++) {
                for (int i = 0; i < oldPoints.length; i++) {
                    if (oldClasses[i] == pass) {
                        points[at] = oldPoints[i];
                        changes[at] = oldChanges[i];
                        classes[at++] = pass;
                    }
                }
            }
            isOrdered = true;
        }

        /** A composed character consumes the sources of its parts. */
        void compose() {
            int kept = 0;
            int starter = -1;
            int lastClass = -1;
            for (int i = 0; i < length; i++) {
                int combining = classes[i];
                if (starter >= 0 && (lastClass < 0 || lastClass < combining)) {
                    int composed = Decompositions.compose(points[starter], points[i]);
                    if (composed >= 0) {
                        points[starter] = composed;
                        changes[starter] += changes[i] - 1;
                        continue;
                    }
                }
                points[kept] = points[i];
                changes[kept] = changes[i];
                if (combining == 0) {
                    starter = kept;
                    lastClass = -1;
                } else if (starter >= 0) {
                    lastClass = combining;
                }
                kept++;
            }
            length = kept;
        }
    }
}
