package dev.tabitat.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tabitat.core.Seed;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the reader agree on what a device profile is. */
final class DeviceProfileSchemaTest {

    private static final Path SCHEMA = Path.of("..", "web-client", "src", "main", "web", "schema",
            "DeviceProfile.schema.json");

    private final JsonSchema schema = read();

    private static JsonSchema read() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(SCHEMA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<ValidationMessage> findings(JsonObject json) {
        return schema.validate(JsonWriter.write(json), InputFormat.JSON);
    }

    @Test
    void realProfilesAreValid() {
        assertEquals(Set.of(), findings(DeviceSamples.desktop().toJson()));
        assertEquals(Set.of(), findings(DeviceSamples.silent().toJson()));
    }

    static Stream<JsonObject> brokenProfiles() {
        JsonObject json = DeviceSamples.desktop().toJson();
        JsonObject threads = json.object("facts").object("cpu.threads");
        JsonObject measured = json.object("facts").object("measured.matvec_gflops");
        JsonObject missing = json.object("facts").object("webnn");
        return Stream.of(
                json.without("facts"), json.without("digest"), json.without("supported_runtimes"),
                json.with("profile_version", 2), json.with("created_at_utc", "yesterday"),
                json.with("available_memory_bytes", 0), json.with("available_memory_bytes", 1.5),
                json.with("digest", "sha256:12"), json.with("supported_runtimes", List.of(1)),
                json.with("serial_number", "1"),
                withFact("CPU", threads), withFact("cpu..threads", threads), withFact("cpu", threads.without("label")),
                withFact("cpu", threads.with("how", "guessed")), withFact("cpu", threads.with("value", JsonNull.NULL)),
                withFact("cpu", threads.with("value", List.of(1))), withFact("cpu", threads.with("n", 3)),
                withFact("cpu", threads.with("value", JsonObject.of("a", "b"))),
                withFact("cpu", threads.with("unit", "")),
                withFact("cpu", measured.without("low")), withFact("cpu", measured.with("n", 0)),
                withFact("cpu", measured.with("value", "fast")), withFact("cpu", missing.with("value", 1)),
                withFact("cpu", missing.with("unit", "bytes")));
    }

    private static JsonObject withFact(String id, JsonObject fact) {
        return DeviceSamples.desktop().toJson().with("facts", JsonObject.of(id, fact));
    }

    @ParameterizedTest
    @MethodSource("brokenProfiles")
    void brokenProfilesAreRefusedBySchemaAndReader(JsonObject broken) {
        assertFalse(findings(broken).isEmpty(), broken::toString);
        assertThrows(TabitatException.class, () -> DeviceProfile.fromJson(broken));
    }

    @Test
    void everyFlippedBitIsNoticedOrInsignificant() {
        byte[] file = JsonWriter.write(DeviceSamples.desktop().toJson()).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] altered = file.clone();
                altered[at] ^= (byte) (1 << bit);
                assertRefusedOrSame(altered, "bit " + bit + " of byte " + at);
            }
        }
    }

    @Test
    void randomDamageNeverGivesAnotherProfile() {
        Random random = Seed.random("DeviceProfileSchemaTest");
        byte[] file = JsonWriter.write(DeviceSamples.desktop().toJson()).getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            byte[] altered = file.clone();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                altered[random.nextInt(altered.length)] = (byte) random.nextInt(128);
            }
            assertRefusedOrSame(altered, "round " + round);
        }
    }

    private void assertRefusedOrSame(byte[] altered, String what) {
        try {
            JsonObject json = JsonReader.readObject(altered, JsonLimits.DEFAULT);
            assertEquals(DeviceSamples.desktop(), DeviceProfile.fromJson(json), what);
            assertTrue(findings(json).isEmpty(), what + " passes the reader, not the schema");
        } catch (TabitatException e) {
            assertFalse(e.getMessage().isEmpty(), what);
        }
    }

    @Test
    void anAlteredFactIsDamageEvenWhereTheSchemaCannotTell() {
        JsonObject json = DeviceSamples.desktop().toJson();
        JsonObject facts = json.object("facts");
        JsonObject bragging = json.with("facts", facts.with("cpu.threads",
                facts.object("cpu.threads").with("value", 128)));
        assertTrue(findings(bragging).isEmpty());
        assertThrows(DamagedData.class, () -> DeviceProfile.fromJson(bragging));
    }
}
