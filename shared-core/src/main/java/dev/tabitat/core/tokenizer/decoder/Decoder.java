package dev.tabitat.core.tokenizer.decoder;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.text.CodePoints;
import java.util.ArrayList;
import java.util.List;

/** One step from tokens back to a text, named as in a tokenizer file: the text is what its parts join to. Immutable. */
public sealed interface Decoder
        permits ByteFallback, ByteLevel, Decoder.Fuse, Decoder.Metaspace, Decoder.Refused, Decoder.Replace,
        Decoder.Sequence, Decoder.Spaces, Decoder.Strip, Decoder.Suffix, WordPieceDecoder {

    /** @throws Unsupported when the file's decoder is one that is not known */
    List<String> apply(List<String> tokens);

    /** Whether the text of these tokens ends with a part of a character that tokens behind them may complete. */
    default boolean isOpen(List<String> tokens) {
        return false;
    }

    /** Without a decoder, tokens are joined by spaces. */
    record Spaces() implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            return List.of(String.join(" ", tokens));
        }
    }

    /** A decoder that is not known: the tokenizer encodes all the same. */
    record Refused(Unsupported reason) implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            throw new Unsupported(reason.getMessage(), reason.finding());
        }
    }

    /** Several, one after the other. */
    record Sequence(List<Decoder> decoders) implements Decoder {

        public Sequence {
            decoders = List.copyOf(decoders);
        }

        @Override
        public List<String> apply(List<String> tokens) {
            List<String> parts = tokens;
            for (Decoder decoder : decoders) {
                parts = decoder.apply(parts);
            }
            return parts;
        }

        @Override
        public boolean isOpen(List<String> tokens) {
            List<String> parts = tokens;
            for (Decoder decoder : decoders) {
                if (decoder.isOpen(parts)) {
                    return true;
                }
                parts = decoder.apply(parts);
            }
            return false;
        }
    }

    /** All parts become one. */
    record Fuse() implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            return List.of(String.join("", tokens));
        }
    }

    /** SentencePiece's mark becomes a space; at the start it goes where one was put before the text. */
    record Metaspace(int replacement, boolean isPrepended) implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            List<String> parts = new ArrayList<>(tokens.size());
            for (String token : tokens) {
                StringBuilder part = new StringBuilder(token.length());
                for (int i = 0; i < token.length();) {
                    int point = token.codePointAt(i);
                    i += Character.charCount(point);
                    if (point != replacement) {
                        part.appendCodePoint(point);
                    } else if (!parts.isEmpty() || !isPrepended) {
                        part.append(' ');
                    }
                }
                parts.add(part.toString());
            }
            return parts;
        }
    }

    /** Every match of a pattern in a part becomes a text. */
    record Replace(TextPattern pattern, String content) implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            List<String> parts = new ArrayList<>(tokens.size());
            for (String token : tokens) {
                int[] points = CodePoints.of(token);
                StringBuilder part = new StringBuilder(token.length());
                for (int i = 0; i < points.length;) {
                    int end = pattern.matchEnd(points, i, points.length);
                    if (end < 0) {
                        part.appendCodePoint(points[i++]);
                    } else {
                        part.append(content);
                        i = end;
                    }
                }
                parts.add(part.toString());
            }
            return parts;
        }
    }

    /** Up to so many of a character go from the start and from the end of each part. */
    record Strip(int content, int start, int stop) implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            List<String> parts = new ArrayList<>(tokens.size());
            for (String token : tokens) {
                int[] points = CodePoints.of(token);
                int from = 0;
                int to = points.length;
                while (from < to && from < start && points[from] == content) {
                    from++;
                }
                while (to > from && points.length - to < stop && points[to - 1] == content) {
                    to--;
                }
                parts.add(new String(points, from, to - from));
            }
            return parts;
        }
    }

    /** What ends a word becomes a space, but in the last part, where it goes. */
    record Suffix(String suffix) implements Decoder {

        @Override
        public List<String> apply(List<String> tokens) {
            List<String> parts = new ArrayList<>(tokens.size());
            for (String token : tokens) {
                parts.add(token.replace(suffix, parts.size() == tokens.size() - 1 ? "" : " "));
            }
            return parts;
        }
    }
}
