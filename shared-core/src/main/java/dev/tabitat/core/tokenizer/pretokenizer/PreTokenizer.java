package dev.tabitat.core.tokenizer.pretokenizer;

import dev.tabitat.core.tokenizer.normalizer.ByteAlphabet;
import dev.tabitat.core.tokenizer.pattern.ContractionPattern;
import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.text.WordProperties;
import java.util.List;

/** One way to cut a text into pieces, named as in a tokenizer file. Immutable; linear in the text. */
public sealed interface PreTokenizer
        permits PreTokenizer.Bert, PreTokenizer.ByteLevel, PreTokenizer.Digits, PreTokenizer.Metaspace,
        PreTokenizer.None, PreTokenizer.Punctuation, PreTokenizer.Sequence, PreTokenizer.Split,
        PreTokenizer.Whitespace, PreTokenizer.WhitespaceSplit {

    void apply(Pieces pieces);

    /** Cuts nowhere. */
    record None() implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {}
    }

    /** Several, one after the other. */
    record Sequence(List<PreTokenizer> preTokenizers) implements PreTokenizer {

        public Sequence {
            preTokenizers = List.copyOf(preTokenizers);
        }

        @Override
        public void apply(Pieces pieces) {
            for (PreTokenizer preTokenizer : preTokenizers) {
                preTokenizer.apply(pieces);
            }
        }
    }

    /** Words end at white space, which goes, and at punctuation, each sign of which is a piece. */
    record Bert() implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.split(CharacterProperties::isSpace, SplitBehavior.REMOVED);
            pieces.split(CharacterProperties::isPunctuation, SplitBehavior.ISOLATED);
        }
    }

    /** {@code \w+|[^\w\s]+}: words, and runs of other signs. */
    record Whitespace() implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.splitByKind(point -> WordProperties.isWord(point) ? 1 : CharacterProperties.isSpace(point) ? 0 : 2);
        }
    }

    /** What lies between white space. */
    record WhitespaceSplit() implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.splitByKind(point -> CharacterProperties.isSpace(point) ? 0 : 1);
        }
    }

    /** Numeric characters, each or each run of them a piece. */
    record Digits(boolean individual) implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.split(WordProperties::isNumeric, individual ? SplitBehavior.ISOLATED : SplitBehavior.CONTIGUOUS);
        }
    }

    /** Punctuation. */
    record Punctuation(SplitBehavior behavior) implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.split(CharacterProperties::isPunctuation, behavior);
        }
    }

    /** The matches of a pattern, or what lies between them. */
    record Split(TextPattern pattern, SplitBehavior behavior, boolean isInverted) implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.split(pattern, behavior, isInverted);
        }
    }

    /** Which pieces get a mark of a space before them. */
    enum PrependScheme {
        ALWAYS,
        FIRST,
        NEVER
    }

    /** SentencePiece's spaces: each becomes a mark, which starts a piece. */
    record Metaspace(int replacement, PrependScheme scheme, boolean split) implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            pieces.rewrite((text, from, to, into) -> {
                int first = text.point(from) == ' ' ? replacement : text.point(from);
                boolean isPrepended = first != replacement && (scheme == PrependScheme.ALWAYS
                        || scheme == PrependScheme.FIRST && text.start(from) == 0);
                if (isPrepended) {
                    into.append(replacement, text, from);
                }
                for (int i = from; i < to; i++) {
                    into.append(text.point(i) == ' ' ? replacement : text.point(i), text, i);
                }
            });
            if (split) {
                pieces.split(point -> point == replacement, SplitBehavior.MERGED_WITH_NEXT);
            }
        }
    }

    /** GPT-2's words, their UTF-8 written in {@link ByteAlphabet}. */
    record ByteLevel(boolean addPrefixSpace, boolean useRegex) implements PreTokenizer {

        @Override
        public void apply(Pieces pieces) {
            if (addPrefixSpace) {
                pieces.rewrite(ByteLevel::prepend);
            }
            if (useRegex) {
                pieces.split(ContractionPattern.GPT2, SplitBehavior.ISOLATED, false);
            }
            pieces.rewrite(ByteAlphabet::append);
        }

        private static void prepend(NormalizedText text, int from, int to, NormalizedText into) {
            if (text.point(from) != ' ') {
                into.append(' ', text, from);
            }
            for (int i = from; i < to; i++) {
                into.append(text.point(i), text, i);
            }
        }
    }
}
