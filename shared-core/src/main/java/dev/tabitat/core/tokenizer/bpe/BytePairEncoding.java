package dev.tabitat.core.tokenizer.bpe;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.vocabulary.ByteTokens;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.List;

/**
 * Byte-pair encoding: a piece starts as its characters, then the pair of neighbours that merges first is merged until
 * none does. Over GPT-2's alphabet its characters are bytes.
 *
 * <pre>
 * model = "BPE", vocab, merges, and, each null, absent or: unk_token, continuing_subword_prefix, end_of_word_suffix,
 *         fuse_unk, byte_fallback, ignore_merges, dropout: 0
 * </pre>
 */
public final class BytePairEncoding implements TokenModel {

    private static final int MAX_AFFIX = 100;

    private final Vocabulary vocabulary;
    private final Merges merges;
    private final ByteTokens bytes;
    private final int unknown;
    private final boolean fusesUnknown;
    private final boolean ignoresMerges;
    private final String suffix;
    /** The node of the prefix of what does not start a piece; -1 when no token starts with it. */
    private final int continuation;

    private BytePairEncoding(JsonPart model, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        String prefix = affix(model, "continuing_subword_prefix");
        suffix = affix(model, "end_of_word_suffix");
        continuation = vocabulary.walk(Vocabulary.ROOT, prefix);
        merges = Merges.read(model, vocabulary, prefix);
        boolean hasFallback = model.boolOr("byte_fallback", false);
        if (hasFallback && !(prefix.isEmpty() && suffix.isEmpty())) {
            throw model.unsupported("byte_fallback", "false beside a prefix or a suffix", "true");
        }
        bytes = ByteTokens.of(vocabulary, hasFallback);
        fusesUnknown = model.boolOr("fuse_unk", false);
        ignoresMerges = model.boolOr("ignore_merges", false);
        String unknownToken = model.stringOr("unk_token", "");
        unknown = unknownToken.isEmpty() ? -1 : vocabulary.find(unknownToken);
        if (!unknownToken.isEmpty() && unknown < 0) {
            throw model.damaged("unk_token", "a token of the vocabulary", JsonPart.shorten(unknownToken));
        }
    }

    /**
     * @throws DamagedData when a field is missing, of the wrong type, or contradicts another
     * @throws Unsupported when merges are dropped at random
     */
    public static BytePairEncoding read(JsonPart model) {
        model.only("type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk",
                "byte_fallback", "ignore_merges", "vocab", "merges");
        if (model.has("dropout") && !model.get("dropout").toString().equals("0")) {
            throw model.unsupported("dropout", "none: equal texts have equal tokens", model.get("dropout").toString());
        }
        return new BytePairEncoding(model, Vocabulary.read(model, "vocab"));
    }

    /**
     * Merges over a vocabulary, without prefixes, suffixes and an unknown token.
     *
     * @param holder names the failures
     * @param merges two tokens and a space between them, the first to merge first
     * @param hasByteFallback whether a character without a token becomes the tokens of its bytes
     * @param ignoresMerges whether a piece that is a token is that token, whatever would merge
     * @throws DamagedData naming a merge of tokens that are not there
     */
    public static BytePairEncoding of(JsonPart holder, Vocabulary vocabulary, List<String> merges,
            boolean hasByteFallback, boolean ignoresMerges) {
        return new BytePairEncoding(vocabulary, Merges.of(holder, merges, vocabulary),
                ByteTokens.of(vocabulary, hasByteFallback), ignoresMerges);
    }

    private BytePairEncoding(Vocabulary vocabulary, Merges merges, ByteTokens bytes, boolean ignoresMerges) {
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.bytes = bytes;
        this.ignoresMerges = ignoresMerges;
        unknown = -1;
        fusesUnknown = false;
        suffix = "";
        continuation = Vocabulary.ROOT;
    }

    private static String affix(JsonPart model, String name) {
        String affix = model.stringOr(name, "");
        if (affix.length() > MAX_AFFIX) {
            throw model.unsupported(name, "at most " + MAX_AFFIX + " characters", Integer.toString(affix.length()));
        }
        return affix;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Cutter cutter(TokenSink sink) {
        return new Words(sink);
    }

    private final class Words implements Cutter {

        private final TokenSink sink;
        private final Symbols symbols = new Symbols(merges);
        private final int[] utf8 = new int[4];

        Words(TokenSink sink) {
            this.sink = sink;
        }

        @Override
        public void cut(int[] points, int from, int to) {
            if (ignoresMerges) {
                int id = vocabulary.idOf(vocabulary.walk(Vocabulary.ROOT, points, from, to));
                if (id >= 0) {
                    sink.token(id, from, to);
                    return;
                }
            }
            symbols.clear();
            int unknownBytes = 0;
            for (int i = from; i < to; i++) {
                int count = ByteTokens.encode(points[i], utf8);
                int node = vocabulary.child(i == from ? Vocabulary.ROOT : continuation, points[i]);
                if (i == to - 1 && !suffix.isEmpty() && node >= 0) {
                    node = vocabulary.walk(node, suffix);
                }
                int id = vocabulary.idOf(node);
                if (id >= 0) {
                    unknownBytes = flush(unknownBytes);
                    symbols.add(id, count);
                } else if (!addBytes(count) && unknown >= 0) {
                    unknownBytes = (fusesUnknown ? unknownBytes : flush(unknownBytes)) + count;
                }
            }
            flush(unknownBytes);
            symbols.merge();
            send(points, from, to);
        }

        private int flush(int unknownBytes) {
            if (unknownBytes > 0) {
                symbols.add(unknown, unknownBytes);
            }
            return 0;
        }

        /** Adds the bytes of a character where all have tokens. */
        private boolean addBytes(int count) {
            for (int k = 0; k < count; k++) {
                if (bytes.id(utf8[k]) < 0) {
                    return false;
                }
            }
            for (int k = 0; k < count; k++) {
                symbols.add(bytes.id(utf8[k]), 1);
            }
            return true;
        }

        /**
         * A symbol's place follows from the lengths of those before it, as in the original, where a character without a
         * token and without an unknown one takes no place.
         */
        private void send(int[] points, int from, int to) {
            int point = from;
            int pointEnd = ByteTokens.encode(points[from], utf8);
            int start = 0;
            for (int i = symbols.first(); i >= 0; i = symbols.next(i)) {
                int end = start + symbols.length(i);
                while (pointEnd <= start && point + 1 < to) {
                    pointEnd += ByteTokens.encode(points[++point], utf8);
                }
                int first = point;
                while (pointEnd < end && point + 1 < to) {
                    pointEnd += ByteTokens.encode(points[++point], utf8);
                }
                sink.token(symbols.id(i), first, point + 1);
                start = end;
            }
        }
    }
}
