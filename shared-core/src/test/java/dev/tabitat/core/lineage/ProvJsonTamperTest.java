package dev.tabitat.core.lineage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever happens to an export's bytes is noticed, or does not change what it says. */
final class ProvJsonTamperTest {

    @Test
    void everyFlippedBitOfASmallExportIsNoticed() {
        byte[] file = ProvJson.export(LineageSamples.small());
        int flips = 0;
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] altered = file.clone();
                altered[at] ^= (byte) (1 << bit);
                assertNoticed(file, altered, "bit " + bit + " of byte " + at);
                flips++;
            }
        }
        assertEquals(file.length * 8, flips);
    }

    @Test
    void everyByteReplacedByEveryJsonDelimiterIsNoticed() {
        byte[] file = ProvJson.export(LineageSamples.small());
        for (int at = 0; at < file.length; at++) {
            for (byte other : "\"\\},0 ".getBytes(StandardCharsets.US_ASCII)) {
                if (file[at] != other) {
                    byte[] altered = file.clone();
                    altered[at] = other;
                    assertNoticed(file, altered, (char) other + " at byte " + at);
                }
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = ProvJson.export(LineageSamples.small());
        for (int length = 0; length < file.length; length++) {
            assertFalse(verify(Arrays.copyOf(file, length)).isPresent(), "cut to " + length + " bytes");
        }
    }

    @Test
    void randomDamageIsNoticed() {
        Random random = Seed.random("ProvJsonTamperTest");
        byte[] file = ProvJson.export(LineageSamples.everything());
        for (int round = 0; round < 3_000; round++) {
            byte[] altered = damage(file, random);
            if (!Arrays.equals(file, altered)) {
                assertNoticed(file, altered, "round " + round);
            }
        }
    }

    private static byte[] damage(byte[] file, Random random) {
        int from = random.nextInt(file.length);
        int length = Math.min(file.length - from, 1 + random.nextInt(60));
        int kind = random.nextInt(3);
        if (kind == 0) {
            byte[] scribbled = file.clone();
            for (int i = from; i < from + length; i++) {
                scribbled[i] = (byte) random.nextInt();
            }
            return scribbled;
        }
        byte[] moved = new byte[kind == 1 ? file.length - length : file.length + length];
        System.arraycopy(file, 0, moved, 0, from);
        if (kind == 1) {
            System.arraycopy(file, from + length, moved, from, moved.length - from);
        } else {
            System.arraycopy(file, from, moved, from, length);
            System.arraycopy(file, from, moved, from + length, file.length - from);
        }
        return moved;
    }

    @Test
    void aPrettyCopyVerifiesAndSaysThatItWasWrittenAnew() {
        byte[] file = ProvJson.export(LineageSamples.everything());
        String pretty = JsonWriter.pretty(JsonReader.readObject(file, JsonLimits.DEFAULT));
        ImportReport report = ProvJson.verify(pretty.getBytes(StandardCharsets.UTF_8));
        assertTrue(report.ok());
        assertTrue(report.notices().toString().contains("written anew"), report.notices().toString());
    }

    /** Refused, reported, or the same content in other bytes and said to be so. */
    private static void assertNoticed(byte[] file, byte[] altered, String what) {
        Optional<ImportReport> report = verify(altered);
        if (report.isPresent() && report.get().ok()) {
            assertEquals(JsonReader.readObject(file, JsonLimits.DEFAULT),
                    JsonReader.readObject(altered, JsonLimits.DEFAULT), what + " changed the content unnoticed");
            assertTrue(report.get().notices().toString().contains("written anew"), what + " went unsaid");
        }
    }

    /** The report, or nothing when the file is refused; any other failure fails the test. */
    private static Optional<ImportReport> verify(byte[] file) {
        return assertDoesNotThrow(() -> {
            try {
                return Optional.of(ProvJson.verify(file));
            } catch (TabitatException e) {
                return Optional.empty();
            }
        });
    }
}
