package dev.tabitat.core.contract;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import java.util.List;

/** JSON is strict, and its canonical form is the one of RFC 8785. */
final class JsonContract {

    private JsonContract() {}

    static List<Contract> all() {
        return List.of(
                Contract.of("JSON: what is written reads back the same", JsonContract::roundTrip),
                Contract.of("JSON: what is not JSON is refused", JsonContract::refusals),
                Contract.of("JSON: doubles are written as RFC 8785, appendix B, has them", JsonContract::numbers),
                Contract.of("JSON: the canonical form sorts by UTF-16 code units and escapes as RFC 8785 says",
                        JsonContract::canonical));
    }

    private static Json read(String text) {
        return JsonReader.read(text, JsonLimits.DEFAULT);
    }

    private static void roundTrip(Check check) {
        for (String text : List.of(
                "null", "true", "[]", "{}", "[1,-2,3.5,1e+300,9223372036854775807]",
                "{\"a\":{\"b\":[\"\\u0000\\u001f\\\"\\\\\"]}}",
                "\"\u20ac\ud83d\ude00\"", "\"\\ud800\"", "{\"z\":1,\"a\":2}")) {
            check.equal(text, text, JsonWriter.write(read(text)));
        }
        check.equal("1.0 is 1", read("1"), read("1.0"));
        check.equal("members compare in any order", read("{\"a\":1,\"b\":2}"), read(" {\"b\" : 2 , \"a\" : 1 } "));
        check.equal("a long is exact", Long.MIN_VALUE, ((JsonNumber) read("-9223372036854775808")).longValue());
    }

    private static void refusals(Check check) {
        for (String text : List.of(
                "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "+1", "1.", ".5", "1e", "-", "tru", "nul",
                "[1] 2",
                "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "{\"a\":1,\"a\":2}", "NaN", "1e999", "\ufeff1", "// c\n1")) {
            check.fails(text, DamagedData.class, () -> read(text));
        }
        check.fails("depth", DamagedData.class, () -> read("[".repeat(100_000)));
        check.fails("size", DamagedData.class, () -> JsonReader.read("[1,2,3]", new JsonLimits(3, 8)));
        DamagedData error = check.fails("place", DamagedData.class, () -> read("{\"a\":tru}"));
        check.equal("the place is named", "character 5", error.finding().where());
        check.fails("missing field", DamagedData.class, () -> JsonObject.EMPTY.string("name"));
        check.fails("wrong type", DamagedData.class, () -> JsonObject.of("n", 1).string("n"));
        check.fails("not whole", DamagedData.class, () -> JsonObject.of("n", 1.5).integer("n"));
    }

    private static void numbers(Check check) {
        long[] bits = {
                0x0000000000000000L, 0x8000000000000000L, 0x0000000000000001L, 0x8000000000000001L, 0x7fefffffffffffffL,
                0xffefffffffffffffL, 0x4340000000000000L, 0xc340000000000000L, 0x4430000000000000L, 0x44b52d02c7e14af5L,
                0x44b52d02c7e14af6L, 0x44b52d02c7e14af7L, 0x444b1ae4d6e2ef4eL, 0x444b1ae4d6e2ef4fL, 0x444b1ae4d6e2ef50L,
                0x3eb0c6f7a0b5ed8cL, 0x3eb0c6f7a0b5ed8dL, 0x41b3de4355555553L, 0x41b3de4355555554L, 0x41b3de4355555555L,
                0x41b3de4355555556L, 0x41b3de4355555557L, 0xbecbf647612f3696L, 0x43143ff3c1cb0959L
        };
        String[] texts = {
                "0", "0", "5e-324", "-5e-324", "1.7976931348623157e+308", "-1.7976931348623157e+308",
                "9007199254740992",
                "-9007199254740992", "295147905179352830000", "9.999999999999997e+22", "1e+23",
                "1.0000000000000001e+23",
                "999999999999999700000", "999999999999999900000", "1e+21", "9.999999999999997e-7", "0.000001",
                "333333333.3333332", "333333333.33333325", "333333333.3333333", "333333333.3333334",
                "333333333.33333343",
                "-0.0000033333333333333333", "1424953923781206.2"
        };
        for (int i = 0; i < bits.length; i++) {
            double value = Double.longBitsToDouble(bits[i]);
            check.equal("the double " + Long.toHexString(bits[i]), texts[i], CanonicalJson.text(JsonNumber.of(value)));
            check.isTrue(texts[i] + " reads back", ((JsonNumber) read(texts[i])).doubleValue() == value);
        }
    }

    private static void canonical(Check check) {
        Json value = read(
                "{\"\\u20ac\":\"Euro\",\"\\r\":\"CR\",\"\\ufb33\":\"Dalet\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Smile\","
                        + "\"\\u0080\":\"Control\",\"\\u00f6\":\"o\",\"n\":[333333333.33333329,1E30,4.50,2e-3,1e-27]}");
        check.equal(
                "RFC 8785, sections 3.2.2 and 3.2.3",
                "{\"\\r\":\"CR\",\"1\":\"One\",\"n\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"o\",\"\u20ac\":\"Euro\",\"\ud83d\ude00\":\"Smile\",\"\ufb33\":\"Dalet\"}",
                CanonicalJson.text(value));
        check.fails("unpaired surrogate", InvalidInput.class, () -> CanonicalJson.bytes(read("\"\\ud800\"")));
    }
}
