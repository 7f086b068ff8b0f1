package dev.tabitat.web.view.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Figures read as a person would write them. */
final class FormatTest {

    @Test
    void writesBytesInPowersOfAThousand() {
        assertEquals("0 bytes", Format.bytes(0));
        assertEquals("1 byte", Format.bytes(1));
        assertEquals("999 bytes", Format.bytes(999));
        assertEquals("1 KB", Format.bytes(1000));
        assertEquals("89.2 KB", Format.bytes(89_227));
        assertEquals("1.0 MB", Format.bytes(999_999));
        assertEquals("10.7 GB", Format.bytes(10.7e9));
        assertEquals("0 bytes", Format.bytes(-5));
    }

    @Test
    void roundsAwayFromFalseDigits() {
        assertEquals("97.3 %", Format.percent(0.9731));
        assertEquals("100.0 %", Format.percent(1));
        assertEquals("\u22120.50", Format.decimals(-0.5, 2));
        assertEquals("0.0", Format.decimals(-0.01, 1));
        assertEquals("0.013", Format.decimals(0.0125, 3));
    }

    @Test
    void writesDurations() {
        assertEquals("0.04 ms", Format.milliseconds(0.04));
        assertEquals("0.4 ms", Format.milliseconds(0.4));
        assertEquals("12 ms", Format.milliseconds(12.2));
        assertEquals("1.5 s", Format.milliseconds(1500));
        assertEquals("1 s", Format.seconds(0.2));
        assertEquals("2 min", Format.seconds(120));
    }

    @Test
    void shortensDigestsInTheMiddle() {
        assertEquals("0123\u2026cdef", Format.shortDigest("sha256:0123456789abcdef"));
        assertEquals("short", Format.shortDigest("short"));
    }

    @Test
    void counts() {
        assertEquals("1 record", Format.count(1, "record", "records"));
        assertEquals("0 records", Format.count(0, "record", "records"));
    }
}
