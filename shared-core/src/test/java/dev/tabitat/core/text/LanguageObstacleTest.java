package dev.tabitat.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What keeps a text's language from being told is recognised; ordinary sentences of many languages are left alone. */
final class LanguageObstacleTest {

    /**
     * The languages of lande, by which the given cases were observed; those with scripts of their own and some of the
     * others.
     */
    private static final LanguageScripts SMALL = LanguageScripts.of(List.of("eng", "deu", "fra", "spa", "ron", "rus",
            "ukr", "bul", "hin", "mar", "kor", "cmn", "jpn", "ara", "pes", "heb", "ell", "vie", "ber"));
    private static final int MIN_BYTES = 12;

    private static Optional<LanguageObstacle> obstacle(String text) {
        return LanguageObstacle.of(WrittenText.of(text), SMALL, MIN_BYTES);
    }

    private static void assertAll(LanguageObstacle expected, String... texts) {
        for (String text : texts) {
            assertEquals(Optional.of(expected), obstacle(text), text);
        }
    }

    @Test
    void everyGivenCaseIsRecognised() throws IOException {
        byte[] file = LanguageObstacleTest.class.getResourceAsStream("/cases/language-unknown-script.json")
                .readAllBytes();
        for (JsonObject one : JsonReader.readObject(file, JsonLimits.DEFAULT).array("cases").objects()) {
            assertTrue(obstacle(one.string("input")).isPresent(), one.string("input"));
        }
    }

    @Test
    void numbersSignsAndPicturesHaveNoLetters() {
        assertAll(LanguageObstacle.NO_LETTERS, "12345", "12345 67890", "3.14159", "2026-11-30 12:45:10",
                "+49 30 901820", "?!.,;:", "---", "\ud83d\ude00\ud83d\ude00\ud83d\ude00", "1 + 1 = 2",
                "\u0661\u0662\u0663",
                "\u2192 \u2605 \u2713", "$100.00", "...");
    }

    @Test
    void codeAndDataAreNoSentences() {
        assertAll(LanguageObstacle.NO_SENTENCES, "for (int i = 0; i < n; i++) { sum += a[i]; }",
                "int main(void) { printf(\"hello, world\\n\"); return 0; }", "#include <stdio.h>\n#include <string.h>",
                "def add(a, b):\n    return a + b", "const x = await fetch(url);",
                "public static void main(String[] args) { System.out.println(\"Hello\"); }",
                "SELECT * FROM users WHERE id = 5;",
                "{\"name\": \"Anna\", \"age\": 5}", "<div class=\"a\">Hello</div>",
                "body { color: red; margin: 0 auto; }", "ls -la /usr/local | grep foo > out.txt",
                "if (a && b) { return null; }",
                "550e8400-e29b-41d4-a716-446655440000", "SGVsbG8gV29ybGQhIFRoaXMgaXM=", "SN-4821-XK-9921",
                "https://example.org/a?b=c", "anna@example.org",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "xkqzvwpt brghh lmnqz", "ATGCGTACGTTAGCATCGATCGAT", "HAHAHAHAHAHAHAHA", "aaaaaaaaaaaaaaaaaaaaaa",
                "A1B2C3 D4E5F6 G7H8I9", "echo $HOME && cd /tmp", "kind: value\nname: Anna\nport: 8080\nhost: localhost",
                "fn main() { let v: Vec<i32> = vec![1, 2, 3]; }");
    }

    @Test
    void bytesAreNoText() {
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[40 + random.nextInt(200)];
            random.nextBytes(bytes);
            for (java.nio.charset.Charset charset : List.of(java.nio.charset.StandardCharsets.UTF_8,
                    java.nio.charset.StandardCharsets.ISO_8859_1)) {
                Optional<LanguageObstacle> found = obstacle(new String(bytes, charset));
                assertTrue(found.isPresent(), charset + " " + java.util.HexFormat.of().formatHex(bytes));
            }
        }
        assertAll(LanguageObstacle.NO_TEXT, "\ufffd\ufffdJFIF\ufffdabc\ufffd\ufffd",
                "PK\u0003\u0004\u0014\u0000\u0006\u0000");
    }

    @Test
    void lettersThatStandForOthersOrApartAreNoWords() {
        assertAll(LanguageObstacle.DECORATED_LETTERS, "\u24bd\u24d4\u24db\u24db\u24de \u24e6\u24de\u24e1\u24db\u24d3",
                "\ud835\udc07\ud835\udc1e\ud835\udc25\ud835\udc25\ud835\udc28",
                "\uff28\uff45\uff4c\uff4c\uff4f \uff57\uff4f\uff52\uff4c\uff44");
        assertAll(LanguageObstacle.SPACED_LETTERS, "h e l l o w o r l d t h i s i s s p a c e d", "W i r h a b e n",
                "\u043f \u0440 \u0438 \u0432 \u0435 \u0442");
    }

    @Test
    void scriptsThatTheModelDoesNotKnowAreNamed() {
        assertAll(LanguageObstacle.UNKNOWN_SCRIPT, "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a",
                "\u10d2\u10d0\u10db\u10d0\u10e0\u10ef\u10dd\u10d1\u10d0 \u10db\u10e1\u10dd\u10e4\u10da\u10d8\u10dd",
                "\u1230\u120b\u121d \u1208\u12d3\u1208\u121d", "\u13e3\u13b3\u13a9",
                "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd \u0bae\u0bca\u0bb4\u0bbf",
                "\u1793\u17c1\u17c7\u1787\u17b6\u1797\u17b6\u179f\u17b6",
                "\u0531\u0575\u057d\u0585\u0580 \u0563\u0565\u0572\u0565\u0581\u056b\u056f \u0585\u0580 \u0567",
                "\ua000\ua001\ua002\ua003", "\u16a0\u16b1\u16a6\u16cf \u16a0\u16b1\u16a6\u16cf");
        assertEquals(Script.THAI, WrittenText.of("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35").script());
        assertFalse(
                LanguageScripts.of(List.of("good", "bad")).isShared(Script.THAI)
                        && !LanguageScripts.of(List.of("good", "bad")).covers(Script.THAI),
                "labels that are no languages know no scripts");
    }

    @Test
    void fewLettersOfASharedScriptAreTooFewAndOfAnOwnScriptEnough() {
        assertAll(LanguageObstacle.TOO_FEW_LETTERS, "ok", "12345678901234567890 ok",
                "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e", "Hallo, 12.5",
                "\u043f\u0440\u0438\u0432\u0435\u0442");
        for (String enough : List.of("\u03b3\u03b5\u03b9\u03b1 \u03c3\u03bf\u03c5", "\uc548\ub155\ud558\uc138\uc694",
                "\u65e5\u672c\u8a9e\u3067\u3059", "\u6211\u4eec\u53bb\u5b66\u6821")) {
            assertEquals(Optional.empty(), obstacle(enough), enough);
        }
    }

    @Test
    void sentencesAreLeftAlone() {
        for (String text : List.of("The bakery on the corner opens at seven, and the bread is usually gone by nine.",
                "Der Zug kommt heute um 14:30 Uhr (Gleis 5) \u2013 20 Minuten sp\u00e4ter, z. B. wegen Schnee.",
                "L'homme qu'on aime n'est pas l\u00e0, dit-elle; c'est l'\u00e9t\u00e9.",
                "Siehe https://example.org/long/path/to/something f\u00fcr mehr dar\u00fcber",
                "Ich lerne C++ und Java seit zwei Jahren",
                "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430? \u0421\u0435\u0433\u043e\u0434\u043d\u044f \u0445\u043e\u0440\u043e\u0448\u0430\u044f \u043f\u043e\u0433\u043e\u0434\u0430.",
                "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645 \u0648\u0631\u062d\u0645\u0629 \u0627\u0644\u0644\u0647",
                "\u6211\u57282024\u5e74\u53bb\u5317\u4eac\uff0c\u559c\u6b22Java\u7f16\u7a0b\u3002",
                "\u4eca\u65e5\u306f\u96e8\u304c\u964d\u3063\u3066\u3044\u307e\u3059\u304b\u3089\u3001\u5bb6\u3067\u672c\u3092\u8aad\u307f\u307e\u3059\u3002",
                "Ti\u1ebfng Vi\u1ec7t l\u00e0 ng\u00f4n ng\u1eef c\u1ee7a ng\u01b0\u1eddi Vi\u1ec7t",
                "### \u00dcberschrift *wichtig* und **fett** geschrieben",
                "The price is $5.00 & tax; see p. 12 (or call 555-1234).", "\u00c4pfel; Birnen; Kirschen; N\u00fcsse",
                "Hello\ud83d\ude00 my friends, how are you today?",
                "McDonald's and YouTube are brands, said Ms. O'Neil.", "GR\u00dcSSE AUS BERLIN UND HAMBURG",
                "a I o e the end of the list is near")) {
            assertEquals(Optional.empty(), obstacle(text), text);
        }
    }
}
