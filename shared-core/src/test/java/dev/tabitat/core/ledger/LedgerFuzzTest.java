package dev.tabitat.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ledger under random requests and random damage. */
final class LedgerFuzzTest {

    @Test
    void totalsAreTheSumsOfWhatHappened() {
        Random random = Seed.random("LedgerFuzzTest");
        for (int round = 0; round < 50; round++) {
            PrivacyLedger ledger = PrivacyLedger.since("2026-11-23T09:30:00Z");
            long sent = 0;
            long received = 0;
            int requests = random.nextInt(200);
            for (int i = 0; i < requests; i++) {
                int out = random.nextInt(1_000_000);
                int in = random.nextInt(1_000_000);
                ledger = ledger.plus("origin" + random.nextInt(5), "purpose" + random.nextInt(3), out, in);
                sent += out;
                received += in;
            }
            assertEquals(sent, ledger.sentBytes());
            assertEquals(received, ledger.receivedBytes());
            assertEquals(requests, ledger.requests());
            assertTrue(ledger.entries().size() <= 15);
            assertEquals(ledger, PrivacyLedger.fromJson(ledger.toJson()));
        }
    }

    @Test
    void damageIsRefusedOrReadsAsASoundLedger() {
        Random random = Seed.random("LedgerFuzzTest");
        PrivacyLedger ledger = PrivacyLedger.since("2026-11-23T09:30:00Z").plus("http://localhost", "app", 0, 350_000)
                .plus("http://localhost", "package", 0, 109_000);
        byte[] file = JsonWriter.write(ledger.toJson()).getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] altered = file.clone();
            altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            try {
                PrivacyLedger read = PrivacyLedger.fromJson(JsonReader.readObject(altered, JsonLimits.DEFAULT));
                assertEquals(ledger.receivedBytes(), read.receivedBytes(), "round " + round);
            } catch (TabitatException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }
}
