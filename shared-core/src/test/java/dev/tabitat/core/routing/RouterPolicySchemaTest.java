package dev.tabitat.core.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published schema and the reader agree on what a policy is. */
final class RouterPolicySchemaTest {

    private JsonSchema schema;
    private final JsonObject whole = RouterContract.policy(RouterContract.threshold("small", 0.8, 400)).toJson()
            .with("exclude", List.of(JsonObject.of("name", "old:*", "reason", "slow")))
            .with("order", List.of("lande:q8"));

    @BeforeEach
    void read() throws IOException {
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files
                .readString(Path.of("..", "web-client", "src", "main", "web", "schema", "RouterPolicy.schema.json")));
    }

    private boolean isValid(JsonObject json) {
        return schema.validate(json.toString(), InputFormat.JSON).isEmpty();
    }

    @Test
    void whatIsWrittenIsValid() {
        assertEquals(Set.of(), schema.validate(RouterPolicy.DEFAULT.toJson().toString(), InputFormat.JSON));
        assertEquals(Set.of(), schema.validate(whole.toString(), InputFormat.JSON));
    }

    @Test
    void aMemberThatIsMissingOrStrangeIsRefusedByBoth() {
        for (String name : whole.names()) {
            JsonObject without = whole.without(name);
            assertFalse(isValid(without), name);
            assertThrows(TabitatException.class, () -> RouterPolicy.fromJson(without), name);
            JsonObject strange = whole.with(name, List.of(JsonObject.of("x", 1)));
            assertFalse(isValid(strange), name);
            assertThrows(TabitatException.class, () -> RouterPolicy.fromJson(strange), name);
        }
        JsonObject more = whole.with("colour", "green");
        assertFalse(isValid(more));
        assertThrows(TabitatException.class, () -> RouterPolicy.fromJson(more));
    }

    /** Whatever one letter does to a policy: it is read, or refused with a finding; and what is read is valid. */
    @Test
    void damageIsNamed() {
        Random random = Seed.random("RouterPolicySchemaTest");
        String text = whole.toString();
        String letters = "0123456789-.,:\"{}[]ezu ";
        int read = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder damaged = new StringBuilder(text);
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
                case 1 -> damaged.deleteCharAt(at);
                default -> damaged.insert(at, letters.charAt(random.nextInt(letters.length())));
            }
            try {
                RouterPolicy policy = RouterPolicy
                        .fromJson(JsonReader.readObject(damaged.toString(), JsonLimits.DEFAULT));
                read++;
                assertTrue(isValid(policy.toJson()), damaged.toString());
            } catch (TabitatException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
        System.out.println(read + " of 3000 damaged policies could still be read.");
    }
}
