package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;

/**
 * Reads a large file from front to back, little-endian, through a window: what is skipped is not read.
 *
 * <p>
 * The window begins small and doubles while reading goes on without gaps, so that a short header costs little and a
 * long one few requests.
 */
public final class SliceReader {

    private static final int FIRST_WINDOW = 1 << 14;
    private static final byte[] NOTHING = new byte[0];

    private final Slices file;
    private final String format;
    private final int largestWindow;
    private final long budget;
    private byte[] window = NOTHING;
    private int windowBytes = FIRST_WINDOW;
    /** Where in the file the window begins. */
    private long windowAt;
    private long at;
    private long readBytes;

    /**
     * @param format name of the file's format, for failures
     * @param largestWindow bytes asked for at once, at least 16 KiB
     * @param budget bytes that may be read in all
     */
    public SliceReader(Slices file, String format, int largestWindow, long budget) {
        this.file = file;
        this.format = format;
        this.largestWindow = largestWindow;
        this.budget = budget;
    }

    /** Where the next byte is read. */
    public long position() {
        return at;
    }

    /** Bytes from here to the end. */
    public long remaining() {
        return file.length() - at;
    }

    /** One byte, 0 to 255. @throws DamagedData at the end of the file */
    public int u8(String what) {
        require(1, what);
        return window[index()] & 0xFF;
    }

    /** Two bytes, 0 to 65,535. */
    public int u16(String what) {
        require(2, what);
        int i = index();
        at++;
        return window[i] & 0xFF | (window[i + 1] & 0xFF) << 8;
    }

    /** Four bytes, 0 to 2^32 - 1. */
    public long u32(String what) {
        require(4, what);
        int i = index();
        at += 3;
        return (window[i] & 0xFF | (window[i + 1] & 0xFF) << 8 | (window[i + 2] & 0xFF) << 16
                | (long) (window[i + 3] & 0xFF) << 24) & 0xFFFFFFFFL;
    }

    /** Eight bytes; values of 2^63 and more come as negative numbers. */
    public long u64(String what) {
        long low = u32(what);
        return low | u32(what) << 32;
    }

    /** A number of up to 64 bits in groups of seven, the lowest first, as protocol buffers have it. */
    public long varint(String what) {
        long value = 0;
        for (int i = 0; i < 10; i++) {
            int next = u8(what);
            if (i == 9 && next > 1) {
                break;
            }
            value |= (next & 0x7FL) << 7 * i;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("A number is too long.", what, "at most 64 bits in 10 bytes", "more");
    }

    /** A copy of the next bytes. @throws DamagedData when the file ends before */
    public byte[] bytes(int count, String what) {
        byte[] copy = new byte[checked(count, what)];
        copyTo(copy, 0, count, what);
        return copy;
    }

    /** Copies the next bytes. @throws DamagedData when the file ends before */
    public void copyTo(byte[] target, int offset, int count, String what) {
        checked(count, what);
        int done = 0;
        while (done < count) {
            require(1, what);
            int i = (int) (at - windowAt);
            int part = Math.min(count - done, window.length - i);
            System.arraycopy(window, i, target, offset + done, part);
            done += part;
            at += part;
        }
    }

    /** Passes over bytes without reading them. @throws DamagedData when the file ends before */
    public void skip(long count, String what) {
        if (count < 0 || count > remaining()) {
            throw truncated(count, what);
        }
        at += count;
        if (at > windowAt + window.length) {
            windowBytes = FIRST_WINDOW;
        }
    }

    /** The failure of a file that breaks its grammar here. */
    public DamagedData damaged(String message, String where, Object expected, Object found) {
        return new DamagedData(message, Finding.at(format + ", byte " + at + ", " + where).expected(expected)
                .found(found).remedy("Download the file again, or choose another."));
    }

    private int checked(int count, String what) {
        if (count < 0 || count > remaining()) {
            throw truncated(count, what);
        }
        return count;
    }

    private DamagedData truncated(long count, String what) {
        return damaged("The file is truncated, or a length in it is wrong.", what,
                (count < 0 ? "2^63 or more" : Long.toString(count)) + " bytes", remaining() + " bytes to the end");
    }

    private int index() {
        return (int) (at++ - windowAt);
    }

    /** Makes the next bytes part of the window. */
    private void require(int count, String what) {
        if (at >= windowAt && at + count <= windowAt + window.length) {
            return;
        }
        if (count > remaining()) {
            throw truncated(count, what);
        }
        int length = (int) Math.min(windowBytes, remaining());
        if (readBytes + length > budget) {
            throw new OutOfBudget("The file's header is too large.", Finding.at(format + ", byte " + at + ", " + what)
                    .expected("at most " + budget + " bytes").found("more"));
        }
        window = file.read(at, length);
        readBytes += length;
        windowAt = at;
        windowBytes = Math.min(largestWindow, windowBytes * 2);
    }
}
