package dev.tabitat.core.binary;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that are read once, from the first to the last; the counterpart of {@link ByteWriter}. Nothing is read past the
 * end, and no count is returned that what is left could not hold.
 */
public final class ByteReader {

    private static final int MAX_NUMBER_BYTES = 5;

    private final byte[] bytes;
    private final Damage damage;
    private int at;

    /** @param damage makes the error for bytes that are not as expected */
    public ByteReader(byte[] bytes, Damage damage) {
        this.bytes = bytes;
        this.damage = damage;
    }

    /** Says of which file it is that bytes are damaged, and what to do. */
    public interface Damage {

        /** @param finding expected, found and the byte at which it is */
        DamagedData of(Finding finding);
    }

    /** The index of the next byte. */
    public int at() {
        return at;
    }

    public int left() {
        return bytes.length - at;
    }

    /** The error for what was found at byte {@code place}. */
    public DamagedData damaged(int place, Object expected, Object found) {
        return damage.of(Finding.at("byte " + place).expected(expected).found(found));
    }

    /** Reads the bytes by which a file is recognised. */
    public void magic(byte[] magic) {
        for (byte expected : magic) {
            if (left() == 0 || bytes[at] != expected) {
                throw damaged(at, "the letters " + Utf8.decode(magic), left() == 0 ? "the end" : "others");
            }
            at++;
        }
    }

    /** The next byte, 0 to 255. @param what it is, for the error at the end */
    public int one(String what) {
        if (left() == 0) {
            throw damaged(at, what, "the end");
        }
        return bytes[at++] & 0xFF;
    }

    /** A number from 0 to {@code most}. */
    public int number(int most) {
        int from = at;
        long value = leb128();
        if (value > most) {
            throw damaged(from, "a number up to " + most, value);
        }
        return (int) value;
    }

    /** {@code before} and the difference that follows, from {@code least} to {@code most}. */
    public int moved(int before, int least, int most) {
        int from = at;
        long zigzag = leb128();
        long value = before + (zigzag >>> 1 ^ -(zigzag & 1));
        if (value < least || value > most) {
            throw damaged(from, "a number from " + least + " to " + most, value);
        }
        return (int) value;
    }

    private long leb128() {
        int from = at;
        long value = 0;
        for (int shift = 0; shift < 7 * MAX_NUMBER_BYTES; shift += 7) {
            int next = one("a number");
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged(from, "a number of at most " + MAX_NUMBER_BYTES + " bytes", "a longer one");
    }

    /** A count, up to {@code most}, of things that take at least {@code bytesEach} bytes. */
    public int count(int most, int bytesEach) {
        int from = at;
        int count = number(most);
        if (count > left() / bytesEach) {
            throw damaged(from, "at most " + left() / bytesEach + " of them in what is left", count);
        }
        return count;
    }

    /** A length in bytes, and a text of so many bytes of UTF-8. */
    public String text() {
        int length = number(Integer.MAX_VALUE);
        if (length > left()) {
            throw damaged(at, length + " bytes", left() + " bytes");
        }
        int from = at;
        at += length;
        try {
            return Utf8.decode(bytes, from, length);
        } catch (DamagedData malformed) {
            throw damaged(from, "UTF-8", malformed.finding().found());
        }
    }

    /** A count, and so many texts. */
    public List<String> texts() {
        int count = count(Integer.MAX_VALUE, 1);
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    /** Requires that nothing is left. */
    public void end() {
        if (left() > 0) {
            throw damaged(at, "the end", left() + " more bytes");
        }
    }
}
