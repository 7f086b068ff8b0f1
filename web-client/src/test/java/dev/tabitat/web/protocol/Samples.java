package dev.tabitat.web.protocol;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** JSON values that a field takes, and values that it refuses, found by trying. */
public final class Samples {

    private static final int TRIES = 500;

    private Samples() {}

    /** Values of every form that JSON has, none of them usual. */
    public static final List<Json> ODD = List.of(JsonNull.NULL, JsonBool.TRUE, Json.of(-1.5), Json.of(-3),
            Json.of(1e300), Json.of("\u0000"), Json.of(""), JsonArray.EMPTY, JsonArray.of(1), JsonArray.of("\u0000"),
            JsonObject.EMPTY, JsonArray.of(JsonObject.of("name", 1, "weight", "x", "value", true, "n", 0, "bytes", 1)));

    private static boolean isTaken(Field field, Json value) {
        try {
            field.kind().read(new Kind.Place("sample", field.name()), value);
            return true;
        } catch (InvalidInput refused) {
            return false;
        }
    }

    /** A value that the field's kind refuses; empty for a kind that takes everything. */
    public static Optional<Json> wrong(Field field) {
        return ODD.stream().filter(value -> !isTaken(field, value)).findFirst();
    }

    /** A value that the field's kind takes. */
    public static Json right(Field field, Random random) {
        for (int i = 0; i < TRIES; i++) {
            Json value = any(field, random);
            if (isTaken(field, value)) {
                return value;
            }
        }
        throw new AssertionError("no value found for " + field.name() + ", " + field.kind().expected());
    }

    private static Json any(Field field, Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> JsonBool.of(random.nextBoolean());
            case 1 -> Json.of(1 + random.nextInt(8));
            case 2 -> Json.of(random.nextInt(1_000_000) / 64.0);
            case 3 -> Json.of(text(field, random));
            case 4 -> JsonArray.of(text(field, random), text(field, random));
            case 5 -> JsonArray.of(JsonObject.of("name", "a:b", "weight", random.nextInt(9) / 4.0),
                    JsonObject.of("name", "c"));
            case 6 -> JsonArray.of(JsonObject.of("origin", "https://host", "purpose", "app", "requests",
                    random.nextInt(9), "bytes", random.nextInt(1 << 20)));
            case 7 -> JsonObject.of("candidates", 1 + random.nextInt(8), "time_s", random.nextInt(99) / 2.0, "value",
                    random.nextInt(4) / 4.0, "n", 1 + random.nextInt(9));
            case 8 -> switch (random.nextInt(4)) {
                case 0 -> JsonObject.of("hub", text(field, random), "revision", "main");
                case 1 -> JsonObject.of("oci", text(field, random));
                case 2 -> JsonObject.of("url", text(field, random));
                default -> JsonObject.of("files", JsonArray.of(JsonObject.of("path", "a/b", "bytes",
                        random.nextInt(1 << 30))));
            };
            case 9 -> JsonObject.of("temperature", random.nextInt(40) / 4.0, "seed", random.nextInt());
            default -> JsonObject.of("a", random.nextInt());
        };
    }

    /** A text that some kind takes: any, a name, an address, or a word of the field's list. */
    private static String text(Field field, Random random) {
        List<String> texts = new ArrayList<>(List.of("lande:q8", "https://registry.example", "acme/x:1", "name",
                Long.toString(random.nextLong() >>> 1), "\u00fc \ud83d\ude00"));
        try {
            field.kind().read(new Kind.Place("sample", field.name()), Json.of("\u0000"));
        } catch (InvalidInput e) {
            String words = e.finding().expected();
            if (words.startsWith("one of [")) {
                texts.addAll(List.of(words.substring(8, words.length() - 1).split(", ")));
            }
        }
        return texts.get(random.nextInt(texts.size()));
    }
}
