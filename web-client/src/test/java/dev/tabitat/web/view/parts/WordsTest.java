package dev.tabitat.web.view.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Figures read as a person would write them. */
final class WordsTest {

    @Test
    void writesBytesInPowersOfAThousand() {
        assertEquals("0 bytes", Words.bytes(0));
        assertEquals("1 byte", Words.bytes(1));
        assertEquals("999 bytes", Words.bytes(999));
        assertEquals("1 KB", Words.bytes(1000));
        assertEquals("89.2 KB", Words.bytes(89_227));
        assertEquals("1.0 MB", Words.bytes(999_999));
        assertEquals("10.7 GB", Words.bytes(10.7e9));
        assertEquals("0 bytes", Words.bytes(-5));
    }

    @Test
    void roundsAwayFromFalseDigits() {
        assertEquals("97.3 %", Words.percent(0.9731));
        assertEquals("100.0 %", Words.percent(1));
        assertEquals("\u22120.50", Words.decimals(-0.5, 2));
        assertEquals("0.0", Words.decimals(-0.01, 1));
        assertEquals("0.013", Words.decimals(0.0125, 3));
    }

    @Test
    void writesDurations() {
        assertEquals("0.04 ms", Words.milliseconds(0.04));
        assertEquals("0.4 ms", Words.milliseconds(0.4));
        assertEquals("12 ms", Words.milliseconds(12.2));
        assertEquals("1.5 s", Words.milliseconds(1500));
        assertEquals("1 s", Words.seconds(0.2));
        assertEquals("2 min", Words.seconds(120));
    }

    @Test
    void shortensDigestsInTheMiddle() {
        assertEquals("0123\u2026cdef", Words.shortDigest("sha256:0123456789abcdef"));
        assertEquals("short", Words.shortDigest("short"));
    }

    @Test
    void counts() {
        assertEquals("1 record", Words.count(1, "record", "records"));
        assertEquals("0 records", Words.count(0, "record", "records"));
    }
}
