package dev.tabitat.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every codec of parameters: what it reads it writes, and what it refuses it names. */
final class CodecsTest {

    private static final long SEED = Long.getLong("tabitat.seed", System.nanoTime());

    private static String seed() {
        return "-Dtabitat.seed=" + SEED;
    }

    /** All required fields, and the others by chance. */
    private static JsonObject params(List<Field> fields, Random random) {
        JsonObject.Builder json = JsonObject.builder();
        for (Field field : fields) {
            if (field.isRequired() || random.nextBoolean()) {
                json.put(field.name(), Samples.right(field, random));
            }
        }
        return json.build();
    }

    private static <T> void requireRoundTrip(Method method, Parameters.Codec<T> codec, JsonObject params) {
        T read = codec.read(method.wireName(), params);
        JsonObject written = codec.write(read);
        assertEquals(read, codec.read(method.wireName(), JsonReader.readObject(written.toString(), JsonLimits.DEFAULT)),
                () -> method + " " + params + " " + seed());
        assertEquals(written, codec.write(codec.read(method.wireName(), written)), () -> method + " " + seed());
    }

    @Test
    void whatIsReadIsWrittenAndReadAgain() {
        System.out.println("CodecsTest: " + seed());
        Random random = new Random(SEED);
        for (Method method : Methods.values()) {
            Parameters.Codec<?> codec = Parameters.of(method);
            for (int i = 0; i < 30; i++) {
                requireRoundTrip(method, codec, params(codec.fields(), random));
            }
        }
    }

    @Test
    void eachWrongKindIsRefusedByTheNameOfItsField() {
        Random random = new Random(SEED);
        int refused = 0;
        for (Method method : Methods.values()) {
            Parameters.Codec<?> codec = Parameters.of(method);
            for (Field field : codec.fields()) {
                JsonObject right = params(codec.fields(), random);
                for (Json odd : Samples.ODD) {
                    try {
                        codec.read(method.wireName(), right.with(field.name(), odd));
                    } catch (InvalidInput e) {
                        assertTrue(e.finding().where().contains(field.name()), () -> method + ": " + e.finding());
                        assertTrue(!e.finding().expected().isEmpty() && !e.finding().found().isEmpty(),
                                () -> method + ": " + e.finding());
                        refused++;
                    }
                }
                if (field.isRequired()) {
                    InvalidInput missing = assertThrows(InvalidInput.class,
                            () -> codec.read(method.wireName(), right.without(field.name())));
                    assertEquals(method + ", " + field.name(), missing.finding().where());
                    assertEquals("nothing", missing.finding().found());
                }
            }
        }
        assertTrue(refused > 800, refused + " refused");
    }

    @Test
    void everyFieldButAFreeValueRefusesSomething() {
        for (Method method : Methods.values()) {
            for (Field field : Parameters.of(method).fields()) {
                Optional<Json> wrong = Samples.wrong(field);
                assertEquals(!field.kind().expected().equals("a value"), wrong.isPresent(),
                        () -> method + ", " + field.name());
            }
        }
    }

    @Test
    void aMethodIsFoundByItsNameAloneAndAnUnknownOneIsRefusedWithTheNamesThereAre() {
        for (Method method : Methods.values()) {
            assertEquals(method, Methods.named(method.wireName()));
        }
        for (String name : List.of("", "Embed", "embed ", "documents", "x".repeat(1000))) {
            InvalidInput refused = assertThrows(InvalidInput.class, () -> Methods.named(name));
            assertTrue(refused.finding().expected().contains("embed, "), refused.finding().expected());
            assertTrue(refused.finding().found().length() <= 100, refused.finding().found());
        }
    }
}
