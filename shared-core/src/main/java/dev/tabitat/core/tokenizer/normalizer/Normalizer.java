package dev.tabitat.core.tokenizer.normalizer;

import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.text.UnicodeForm;
import dev.tabitat.core.tokenizer.text.WordProperties;
import java.util.List;

/** One way to change a text before it is cut, named as in a tokenizer file. Immutable; linear in the text. */
public sealed interface Normalizer
        permits BertNormalizer, Normalizer.ByteLevel, Normalizer.Form, Normalizer.Lowercase, Normalizer.Nmt,
        Normalizer.None, Normalizer.Prepend, Normalizer.Replace, Normalizer.Sequence, Normalizer.Strip,
        Normalizer.StripAccents, Precompiled {

    void apply(NormalizedText text);

    /** Changes nothing. */
    record None() implements Normalizer {

        @Override
        public void apply(NormalizedText text) {}
    }

    /** Several, one after the other. */
    record Sequence(List<Normalizer> normalizers) implements Normalizer {

        public Sequence {
            normalizers = List.copyOf(normalizers);
        }

        @Override
        public void apply(NormalizedText text) {
            for (Normalizer normalizer : normalizers) {
                normalizer.apply(text);
            }
        }
    }

    /** A normal form of Unicode. */
    record Form(UnicodeForm form) implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            form.apply(text);
        }
    }

    /** Lower case, letter by letter: a final sigma stays a sigma. */
    record Lowercase() implements Normalizer {

        private static final int DOTTED_I = 0x130;

        @Override
        public void apply(NormalizedText text) {
            boolean isDotted = false;
            for (int i = 0; i < text.length(); i++) {
                isDotted |= text.point(i) == DOTTED_I;
            }
            if (isDotted) {
                // The only letter whose lower case is two code points.
                text.edit();
                for (int i = 0; i < text.length(); i++) {
                    text.insert(text.point(i) == DOTTED_I ? 'i' : text.point(i), i);
                    if (text.point(i) == DOTTED_I) {
                        text.insert(0x307, i);
                    }
                }
                text.commit();
            }
            text.map(CharacterProperties::lower);
        }
    }

    /** White space at the ends goes. */
    record Strip(boolean left, boolean right) implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            int from = 0;
            int to = text.length();
            while (left && from < to && CharacterProperties.isSpace(text.point(from))) {
                from++;
            }
            while (right && to > from && CharacterProperties.isSpace(text.point(to - 1))) {
                to--;
            }
            text.crop(from, to);
        }
    }

    /** Combining marks go; decomposition is another normalizer's work. */
    record StripAccents() implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            text.retain(point -> !WordProperties.isCombiningMark(point));
        }
    }

    /** Every match of a pattern becomes a text, whose source is the last character of the match. */
    record Replace(TextPattern pattern, int[] content) implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            int[] points = text.points();
            int length = text.length();
            text.edit();
            for (int at = 0; at < length;) {
                int end = pattern.matchEnd(points, at, length);
                if (end < 0) {
                    text.copy(at++);
                    continue;
                }
                for (int point : content) {
                    text.insert(point, end - 1);
                }
                at = end;
            }
            text.commit();
        }
    }

    /** A text before a text that is not empty; its source is the first character. */
    record Prepend(int[] content) implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            if (text.length() == 0) {
                return;
            }
            text.edit();
            for (int point : content) {
                text.insert(point, 0);
            }
            for (int i = 0; i < text.length(); i++) {
                text.copy(i);
            }
            text.commit();
        }
    }

    /** The rules of neural machine translation: some controls go, some white space becomes a space. */
    record Nmt() implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            text.retain(point -> !isRemoved(point));
            text.map(point -> isSpace(point) ? ' ' : point);
        }

        private static boolean isRemoved(int point) {
            return point > 0 && point < 9 || point == 0xB || point > 0xD && point < 0x20 || point == 0x7F
                    || point == 0x8F || point == 0x9F;
        }

        private static boolean isSpace(int point) {
            return switch (point) {
                case 9, 0xA, 0xC, 0xD, 0x1680, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
                        0xFFFD ->
                    true;
                default -> false;
            };
        }
    }

    /** Every byte of UTF-8 as a character of its own. */
    record ByteLevel() implements Normalizer {

        @Override
        public void apply(NormalizedText text) {
            text.edit();
            ByteAlphabet.insert(text);
            text.commit();
        }
    }
}
