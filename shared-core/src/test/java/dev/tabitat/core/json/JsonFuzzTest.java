package dev.tabitat.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any value survives writing and reading; any damage is either still JSON or refused with a finding. */
final class JsonFuzzTest {

    private final Random random = Seed.random("JsonFuzzTest");

    @Test
    void anyValueSurvivesEveryWriter() {
        for (int i = 0; i < 3_000; i++) {
            Json value = any(4);
            assertEquals(value, JsonReader.read(JsonWriter.write(value), JsonLimits.DEFAULT));
            assertEquals(value, JsonReader.read(JsonWriter.pretty(value), JsonLimits.DEFAULT));
            byte[] canonical = CanonicalJson.bytes(value);
            Json again = JsonReader.read(canonical, JsonLimits.DEFAULT);
            assertEquals(new String(canonical, java.nio.charset.StandardCharsets.UTF_8), CanonicalJson.text(again));
        }
    }

    @Test
    void damagedTextIsReadOrRefusedButNeverWorse() {
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Utf8.encode(JsonWriter.write(any(3)));
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                JsonReader.read(bytes, JsonLimits.DEFAULT);
            } catch (TabitatException e) {
                assertTrue(!e.getMessage().isBlank());
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }

    private Json any(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBool.of(random.nextBoolean());
            case 2 -> JsonNumber.of(random.nextLong() >> random.nextInt(64));
            case 3 -> JsonNumber.of(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 4 -> new JsonString(anyText());
            case 5 -> {
                List<Json> items = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    items.add(any(depth - 1));
                }
                yield new JsonArray(items);
            }
            default -> {
                JsonObject.Builder members = JsonObject.builder();
                for (int i = random.nextInt(5); i > 0; i--) {
                    members.put(anyText(), any(depth - 1));
                }
                yield members.build();
            }
        };
    }

    private String anyText() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x80);
            text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
        }
        return text.toString();
    }
}
