package dev.tabitat.core.tokenizer.sentencepiece;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a tokenizer needs of a SentencePiece model file, {@code spiece.model} or {@code sentencepiece.bpe.model}: a
 * message of Protocol Buffers.
 *
 * <pre>
 * model      = 1: piece*, 2: trainer, 3: normalizer
 * piece      = 1: text, 2: float score, 3: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
 * trainer    = 3: 1 Unigram, 2 BPE, 3 word, 4 char; 35: whether bytes spell what is unknown; 40: id of the unknown piece
 * normalizer = 2: normalization map
 * </pre>
 *
 * Other fields are skipped.
 *
 * @param charsMap as {@code precompiled_charsmap} has it; empty when there is none. It is not copied.
 */
public record SentencePieceModel(List<Piece> pieces, int unknown, boolean hasByteFallback, byte[] charsMap) {

    /** A piece whose text is a control symbol, as those for the start and the end. */
    public static final int CONTROL = 3;
    /** A piece that always stays whole. */
    public static final int USER_DEFINED = 4;

    private static final int UNIGRAM = 1;
    private static final int MAX_PIECES = 1 << 22;

    /** @param type one of the grammar's */
    public record Piece(String text, float score, int type) {
    }

    /**
     * @throws DamagedData when the bytes are not in the grammar
     * @throws Unsupported when the model is not a Unigram one
     */
    public static SentencePieceModel read(byte[] bytes) {
        List<Piece> pieces = new ArrayList<>();
        ProtocolReader model = new ProtocolReader(bytes, "model");
        int unknown = 0;
        boolean hasByteFallback = false;
        byte[] charsMap = new byte[0];
        while (model.next()) {
            switch (model.field()) {
                case 1 -> {
                    if (pieces.size() == MAX_PIECES) {
                        throw model.unsupported("pieces", "at most " + MAX_PIECES, "more");
                    }
                    pieces.add(piece(model.message("pieces[" + pieces.size() + "]")));
                }
                case 2 -> {
                    ProtocolReader trainer = model.message("trainer_spec");
                    while (trainer.next()) {
                        switch (trainer.field()) {
                            case 3 -> requireUnigram(trainer);
                            case 35 -> hasByteFallback = trainer.number() != 0;
                            case 40 -> unknown = trainer.integer();
                            default -> trainer.skip();
                        }
                    }
                }
                case 3 -> {
                    ProtocolReader normalizer = model.message("normalizer_spec");
                    while (normalizer.next()) {
                        if (normalizer.field() == 2) {
                            charsMap = normalizer.bytes();
                        } else {
                            normalizer.skip();
                        }
                    }
                }
                default -> model.skip();
            }
        }
        if (unknown < 0 || unknown >= pieces.size()) {
            throw model.damaged("trainer_spec.unk_id", "the id of one of " + pieces.size() + " pieces",
                    Integer.toString(unknown));
        }
        return new SentencePieceModel(List.copyOf(pieces), unknown, hasByteFallback, charsMap);
    }

    private static void requireUnigram(ProtocolReader trainer) {
        long type = trainer.number();
        if (type != UNIGRAM) {
            throw trainer.unsupported("model_type", "1, Unigram", Long.toString(type));
        }
    }

    private static Piece piece(ProtocolReader reader) {
        String text = "";
        float score = 0;
        int type = 1;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> text = reader.text();
                case 2 -> score = reader.real();
                case 3 -> type = reader.integer();
                default -> reader.skip();
            }
        }
        if (Float.isNaN(score) || Float.isInfinite(score)) {
            throw reader.damaged("score", "a number", Float.toString(score));
        }
        return new Piece(text, score, type);
    }

    /** Reads the fields of one message. */
    private static final class ProtocolReader {

        private static final int VARINT = 0;
        private static final int FIXED64 = 1;
        private static final int LENGTH = 2;
        private static final int FIXED32 = 5;

        private final byte[] bytes;
        private final int end;
        private final String path;
        private int at;
        private int field;
        private int kind;

        ProtocolReader(byte[] bytes, String path) {
            this(bytes, 0, bytes.length, path);
        }

        private ProtocolReader(byte[] bytes, int start, int end, String path) {
            this.bytes = bytes;
            this.end = end;
            this.path = path;
            at = start;
        }

        /** Goes to the next field, whose value is to be read or skipped; false at the end. */
        boolean next() {
            if (at == end) {
                return false;
            }
            long key = varint();
            field = (int) (key >>> 3);
            kind = (int) key & 7;
            return true;
        }

        int field() {
            return field;
        }

        long number() {
            require(VARINT);
            return varint();
        }

        int integer() {
            long number = number();
            if ((int) number != number) {
                throw damaged("field " + field, "32 bits", Long.toString(number));
            }
            return (int) number;
        }

        float real() {
            require(FIXED32);
            int start = take(4);
            return Float.intBitsToFloat(bytes[start] & 0xFF | (bytes[start + 1] & 0xFF) << 8
                    | (bytes[start + 2] & 0xFF) << 16 | bytes[start + 3] << 24);
        }

        byte[] bytes() {
            int length = length();
            int start = take(length);
            return Arrays.copyOfRange(bytes, start, start + length);
        }

        String text() {
            int length = length();
            int start = take(length);
            try {
                return Utf8.decode(bytes, start, length);
            } catch (DamagedData notUtf8) {
                throw damaged("piece", "UTF-8", notUtf8.finding().found());
            }
        }

        ProtocolReader message(String name) {
            int length = length();
            int start = take(length);
            return new ProtocolReader(bytes, start, start + length, path + "." + name);
        }

        void skip() {
            switch (kind) {
                case VARINT -> varint();
                case FIXED64 -> take(8);
                case FIXED32 -> take(4);
                default -> take(length());
            }
        }

        private int length() {
            require(LENGTH);
            long length = varint();
            if (length < 0 || length > end - at) {
                throw damaged("field " + field, "at most " + (end - at) + " bytes", Long.toString(length));
            }
            return (int) length;
        }

        private void require(int expected) {
            if (kind != expected) {
                throw damaged("field " + field, "wire type " + expected, Integer.toString(kind));
            }
        }

        private int take(int count) {
            if (count > end - at) {
                throw damaged("byte " + at, count + " bytes", Integer.toString(end - at));
            }
            int start = at;
            at += count;
            return start;
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = bytes[take(1)];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw damaged("byte " + at, "a number of at most ten bytes", "a longer one");
        }

        DamagedData damaged(String name, String expected, String found) {
            return new DamagedData("The SentencePiece model is damaged.",
                    Finding.at(path + "." + name).expected(expected).found(found)
                            .remedy("Fetch the file again."));
        }

        Unsupported unsupported(String name, String expected, String found) {
            return new Unsupported("The SentencePiece model requires an unsupported feature.",
                    Finding.at(path + "." + name).expected(expected).found(found)
                            .remedy("Choose a model with tokenizer.json."));
        }
    }
}
