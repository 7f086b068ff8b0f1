package dev.tabitat.core.documents;

import dev.tabitat.core.binary.ByteReader;
import dev.tabitat.core.binary.ByteWriter;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import java.util.ArrayList;
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
        ByteWriter out = new ByteWriter(document.text().length() + 16 * document.places().size() + 64);
        out.bytes(MAGIC);
        out.one(VERSION);
        out.text(document.title());
        out.text(document.text());
        LinkedHashMap<String, Integer> parts = new LinkedHashMap<>();
        parts.put("", 0);
        document.places().forEach(place -> parts.putIfAbsent(place.part(), parts.size()));
        out.number(parts.size());
        parts.keySet().forEach(out::text);
        writeBlocks(out, document.blocks());
        writePlaces(out, document.places(), parts);
        out.number(document.notices().size());
        document.notices().forEach(out::text);
        return out.toBytes();
    }

    private static void writeBlocks(ByteWriter out, List<Block> blocks) {
        out.number(blocks.size());
        int before = 0;
        for (Block block : blocks) {
            out.one(16 * block.kind().ordinal() + block.level());
            out.number(block.start() - before);
            out.number(block.end() - block.start());
            before = block.end();
        }
    }

    private static void writePlaces(ByteWriter out, List<Place> places, Map<String, Integer> parts) {
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
        ByteReader in = new ByteReader(bytes, DocumentTextCodec::damaged);
        in.magic(MAGIC);
        int version = in.one("version");
        if (version > VERSION) {
            throw new Unsupported("A newer version wrote this document.", Finding.at("a document's text")
                    .expected("version " + VERSION).found("version " + version).remedy("Update the app."));
        }
        if (version < 1) {
            throw in.damaged(MAGIC.length, "version 1", "version " + version);
        }
        String title = in.text();
        String text = in.text();
        List<String> parts = in.texts();
        List<Block> blocks = readBlocks(in, text.length());
        List<Place> places = readPlaces(in, text.length(), parts);
        List<String> notices = in.texts();
        in.end();
        return new DocumentText(title, text, blocks, places, notices);
    }

    private static List<Block> readBlocks(ByteReader in, int length) {
        int count = in.count(Integer.MAX_VALUE, 3);
        List<Block> blocks = new ArrayList<>(count);
        int before = 0;
        for (int i = 0; i < count; i++) {
            int kindAndLevel = in.one("a block");
            int kind = kindAndLevel >> 4;
            if (kind >= KINDS.length) {
                throw in.damaged(in.at() - 1, "a kind of block below " + KINDS.length, kind);
            }
            int start = before + in.number(length - before);
            before = start + in.number(length - start);
            blocks.add(new Block(KINDS[kind], kindAndLevel & 15, start, before));
        }
        return blocks;
    }

    private static List<Place> readPlaces(ByteReader in, int length, List<String> parts) {
        int count = in.count(Integer.MAX_VALUE, 4);
        List<Place> places = new ArrayList<>(count);
        int before = 0;
        int number = 0;
        int part = 0;
        int[] box = new int[4];
        for (int i = 0; i < count; i++) {
            int flags = in.one("a place");
            int unit = flags & 7;
            if (unit >= UNITS.length || flags >= 2 * WITH_BOX) {
                throw in.damaged(in.at() - 1, "a place", "flags " + flags);
            }
            int start = before + in.number(length - before);
            before = start + in.number(length - start);
            number = in.moved(number, 0, Integer.MAX_VALUE);
            part = (flags & OTHER_PART) == 0 ? part : in.number(parts.size() - 1);
            if (part >= parts.size()) {
                throw in.damaged(in.at(), "a part below " + parts.size(), part);
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

    private static DamagedData damaged(Finding finding) {
        return new DamagedData("A document's text is damaged.", finding.remedy("Add the document again."));
    }
}
