package dev.tabitat.core.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document's text as bytes, and back.
 *
 * <pre>
 * file     = "TABD" version title text parts blocks places notices       version: one byte, 1
 * title    = string
 * text     = string
 * parts    = count *string                      names that places refer to, each once, in the order of their first use
 * blocks   = count *(kind+level gap length)     kind+level: one byte, 16 * kind + level; gap: from the end of the block before, or from 0
 * places   = count *(flags gap length number [part] [box])
 * flags    = one byte: unit, + 8 when the part differs from the place before, + 16 with a box
 * number   = zigzag difference from the place before, or from 0
 * part     = index into parts                   before the first place it is 0
 * box      = 4 * zigzag difference from the box before, or from 0       left, top, width, height in 65535ths
 * notices  = count *string
 * string   = length in bytes, UTF-8
 * </pre>
 *
 * Every number is a varint: seven bits a byte, the lowest first, the highest bit set in all bytes but the last (as
 * LEB128). Boxes come back to the nearest 65535th; everything else as it was.
 */
public final class DocumentTextCodec {

    private static final byte[] MAGIC = {'T', 'A', 'B', 'D'};
    private static final int VERSION = 1;
    private static final int OTHER_PART = 8;
    private static final int WITH_BOX = 16;
    private static final int FULL = 65_535;
    private static final Block.Kind[] KINDS = Block.Kind.values();
    private static final Place.Unit[] UNITS = Place.Unit.values();

    private DocumentTextCodec() {}

    /**
     * @throws dev.tabitat.core.error.InvalidInput when a string holds an unpaired surrogate, which a document's has not
     */
    public static byte[] write(DocumentText document) {
        Output out = new Output(document.text().length() + 16 * document.places().size() + 64);
        out.bytes(MAGIC);
        out.one(VERSION);
        out.string(document.title());
        out.string(document.text());
        LinkedHashMap<String, Integer> parts = new LinkedHashMap<>();
        parts.put("", 0);
        document.places().forEach(place -> parts.putIfAbsent(place.part(), parts.size()));
        out.number(parts.size());
        parts.keySet().forEach(out::string);
        writeBlocks(out, document.blocks());
        writePlaces(out, document.places(), parts);
        out.number(document.notices().size());
        document.notices().forEach(out::string);
        return out.toBytes();
    }

    private static void writeBlocks(Output out, List<Block> blocks) {
        out.number(blocks.size());
        int before = 0;
        for (Block block : blocks) {
            out.one(16 * block.kind().ordinal() + block.level());
            out.number(block.start() - before);
            out.number(block.end() - block.start());
            before = block.end();
        }
    }

    private static void writePlaces(Output out, List<Place> places, Map<String, Integer> parts) {
        out.number(places.size());
        int before = 0;
        int number = 0;
        int part = 0;
        int[] box = new int[4];
        for (Place place : places) {
            int ownPart = parts.get(place.part());
            out.one(place.unit().ordinal() + (ownPart == part ? 0 : OTHER_PART)
                    + (place.box().isEmpty() ? 0 : WITH_BOX));
            out.number(place.start() - before);
            out.number(place.end() - place.start());
            out.difference(place.number() - number);
            if (ownPart != part) {
                out.number(ownPart);
            }
            if (place.box().isPresent()) {
                int[] own = quantized(place.box().get());
                for (int i = 0; i < 4; i++) {
                    out.difference(own[i] - box[i]);
                }
                box = own;
            }
            before = place.end();
            number = place.number();
            part = ownPart;
        }
    }

    private static int[] quantized(Place.Box box) {
        return new int[]{quantized(box.left()), quantized(box.top()), quantized(box.width()), quantized(box.height())};
    }

    private static int quantized(float share) {
        return (int) (Math.max(0, Math.min(1, share)) * FULL + 0.5f);
    }

    /**
     * @throws DamagedData when the bytes are cut, changed or no document's
     * @throws Unsupported when a newer version wrote them
     */
    public static DocumentText read(byte[] bytes) {
        Input in = new Input(bytes);
        for (byte expected : MAGIC) {
            if (in.one("magic") != expected) {
                throw damaged(0, "TABD", "something else");
            }
        }
        int version = in.one("version");
        if (version > VERSION) {
            throw new Unsupported("A newer version wrote this document.", Finding.at("a document's text")
                    .expected("version " + VERSION).found("version " + version).remedy("Update the app."));
        }
        if (version < 1) {
            throw damaged(MAGIC.length, "version 1", "version " + version);
        }
        String title = in.string();
        String text = in.string();
        List<String> parts = in.strings();
        List<Block> blocks = readBlocks(in, text.length());
        List<Place> places = readPlaces(in, text.length(), parts);
        List<String> notices = in.strings();
        if (in.at != bytes.length) {
            throw damaged(in.at, "the end", bytes.length - in.at + " more bytes");
        }
        return new DocumentText(title, text, blocks, places, notices);
    }

    private static List<Block> readBlocks(Input in, int length) {
        int count = in.count(3);
        List<Block> blocks = new ArrayList<>(count);
        int before = 0;
        for (int i = 0; i < count; i++) {
            int kindAndLevel = in.one("a block");
            int kind = kindAndLevel >> 4;
            if (kind >= KINDS.length) {
                throw damaged(in.at - 1, "a kind of block below " + KINDS.length, kind);
            }
            int start = before + in.number(length - before);
            before = start + in.number(length - start);
            blocks.add(new Block(KINDS[kind], kindAndLevel & 15, start, before));
        }
        return blocks;
    }

    private static List<Place> readPlaces(Input in, int length, List<String> parts) {
        int count = in.count(4);
        List<Place> places = new ArrayList<>(count);
        int before = 0;
        int number = 0;
        int part = 0;
        int[] box = new int[4];
        for (int i = 0; i < count; i++) {
            int flags = in.one("a place");
            int unit = flags & 7;
            if (unit >= UNITS.length || flags >= 2 * WITH_BOX) {
                throw damaged(in.at - 1, "a place", "flags " + flags);
            }
            int start = before + in.number(length - before);
            before = start + in.number(length - start);
            number = in.moved(number, 0, Integer.MAX_VALUE);
            part = (flags & OTHER_PART) == 0 ? part : in.number(parts.size() - 1);
            if (part >= parts.size()) {
                throw damaged(in.at, "a part below " + parts.size(), part);
            }
            Optional<Place.Box> own = Optional.empty();
            if ((flags & WITH_BOX) != 0) {
                for (int k = 0; k < 4; k++) {
                    box[k] = in.moved(box[k], 0, FULL);
                }
                own = Optional.of(new Place.Box((float) box[0] / FULL, (float) box[1] / FULL, (float) box[2] / FULL,
                        (float) box[3] / FULL));
            }
            places.add(new Place(start, before, UNITS[unit], number, parts.get(part), own));
        }
        return places;
    }

    private static DamagedData damaged(int at, Object expected, Object found) {
        return new DamagedData("A document's text is damaged.",
                Finding.at("byte " + at).expected(expected).found(found).remedy("Add the document again."));
    }

    /** Bytes that grow. */
    private static final class Output {

        private byte[] bytes;
        private int length;

        Output(int capacity) {
            bytes = new byte[capacity];
        }

        void one(int value) {
            reserve(1);
            bytes[length++] = (byte) value;
        }

        void bytes(byte[] more) {
            reserve(more.length);
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
        }

        void number(int value) {
            int rest = value;
            while ((rest & ~0x7F) != 0) {
                one(rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            one(rest);
        }

        void difference(int value) {
            number(value << 1 ^ value >> 31);
        }

        void string(String text) {
            byte[] utf8 = Utf8.encode(text);
            number(utf8.length);
            bytes(utf8);
        }

        byte[] toBytes() {
            return Arrays.copyOf(bytes, length);
        }

        private void reserve(int more) {
            if (more > bytes.length - length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + bytes.length / 2));
            }
        }
    }

    /** Bytes that are read once, from the first to the last. */
    private static final class Input {

        private final byte[] bytes;
        private int at;

        Input(byte[] bytes) {
            this.bytes = bytes;
        }

        int one(String what) {
            if (at == bytes.length) {
                throw damaged(at, what, "the end");
            }
            return bytes[at++] & 0xFF;
        }

        /** A number from 0 to {@code most}. */
        int number(int most) {
            int from = at;
            long value = varint();
            if (value > most) {
                throw damaged(from, "a number up to " + most, value);
            }
            return (int) value;
        }

        private long varint() {
            int from = at;
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int next = one("a number");
                value |= (long) (next & 0x7F) << shift;
                if (next < 0x80) {
                    return value;
                }
            }
            throw damaged(from, "a number of at most five bytes", "more");
        }

        /** {@code before} and the difference that follows. */
        int moved(int before, int least, int most) {
            int from = at;
            long zigzag = varint();
            long value = before + (zigzag >>> 1 ^ -(zigzag & 1));
            if (value < least || value > most) {
                throw damaged(from, "a number from " + least + " to " + most, value);
            }
            return (int) value;
        }

        /** A count of things that take at least {@code each} bytes. */
        int count(int each) {
            return number((bytes.length - at) / each);
        }

        String string() {
            int length = number(bytes.length - at);
            if (length > bytes.length - at) {
                throw damaged(at, length + " bytes", bytes.length - at);
            }
            int from = at;
            at += length;
            try {
                return Utf8.decode(bytes, from, length);
            } catch (DamagedData malformed) {
                throw damaged(from, "UTF-8", malformed.finding().found());
            }
        }

        List<String> strings() {
            int count = count(1);
            List<String> strings = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                strings.add(string());
            }
            return strings;
        }
    }
}
