package dev.tabitat.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text comes back from bytes as it went in, and any bytes are text. */
final class TextEncodingTest {

    private static final List<String> TABLES = List.of(
            "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "iso-8859-2", "iso-8859-5",
            "iso-8859-7", "iso-8859-15", "koi8-r");

    private final Random random = Seed.random("TextEncodingTest");

    @Test
    void everyByteOfEveryTableIsTheJvms() {
        for (String name : TABLES) {
            for (int value = 0; value < 256; value++) {
                byte[] one = {(byte) value};
                assertEquals(new String(one, Charset.forName(name)), TextEncoding.decode(one, name).text(),
                        name + ", byte " + value);
            }
        }
    }

    @Test
    void theEncodingIsGuessedFromOneSentence() {
        guesses("windows-1252", "Weiß Jürgen, daß die Äpfel süß und schön sind?",
                "L’élève à la fenêtre reçoit où ça va très bien.", "El niño comió paella en España; ¿qué más quería?",
                "Blåbærgrød på øen",
                "Não há informações, só à manhã", "5 m³ und 20 µm für Größen",
                "Þetta er íslenska og það er gott að læra hana");
        guesses("windows-1250", "Zażółć gęślą jaźń", "Příliš žluťoučký kůň úpěl ďábelské ódy", "Árvíztűrő tükörfúrógép",
                "słowo");
        guesses("windows-1251", "Съешь же ещё этих мягких французских булок", "Україна має їжу та ґанок",
                "Mail an Иван Петров, Москва");
    }

    private static void guesses(String charset, String... sentences) {
        for (String sentence : sentences) {
            TextEncoding.Decoded decoded = TextEncoding.decode(sentence.getBytes(Charset.forName(charset)));
            assertEquals(sentence, decoded.text());
            assertEquals(TextEncoding.Basis.GUESSED, decoded.basis());
            assertTrue(decoded.notice().orElseThrow().contains("was guessed"));
        }
    }

    @Test
    void unicodeIsKnownByMarkDeclarationOrShape() {
        String text = "Grüße, 世界! \uD83D\uDE00 and some more words\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertEquals(text, TextEncoding.decode(text.getBytes(charset)).text(), charset + " by shape");
            assertEquals(text, TextEncoding.decode(("\uFEFF" + text).getBytes(charset), "koi8-r").text(),
                    charset + " by mark, which counts for more");
            assertEquals(text, TextEncoding.decode(text.getBytes(charset), charset.name()).text(),
                    charset + " declared");
        }
        byte[] cut = Arrays.copyOf("äöüäöüäöüäöü äöü".getBytes(StandardCharsets.UTF_8), 26);
        assertEquals("äöüäöüäöüäöü \uFFFD", TextEncoding.decode(cut).text(), "a cut UTF-8 file is still one");
    }

    @Test
    void aDeclarationIsFound() {
        assertEquals("koi8-r", declared("<html><meta charset = \"KOI8-R\">"));
        assertEquals("iso-8859-2",
                declared("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>"));
        assertEquals("windows-1251", declared("<?xml version=\"1.0\" encoding='windows-1251'?>"));
        assertEquals("utf-8", declared("<?xml version=\"1.0\" encoding=\"UTF-16\"?>"));
        assertEquals("", declared("charset charset encoding"));
        assertEquals("", declared(" ".repeat(1024) + "charset=utf-8"));
        assertEquals("", declared("charset="));
    }

    private static String declared(String head) {
        return TextEncoding.declared(head.getBytes(StandardCharsets.UTF_8));
    }

    private static String oneMark(String text) {
        return text.replaceAll("\uFFFD+", "\uFFFD");
    }

    @Test
    void anyBytesAreText() {
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String name = random.nextBoolean() ? ""
                    : List.of("utf-8", "utf-16", "utf-16be", "koi8-r", "nonsense").get(random.nextInt(5));
            String text = TextEncoding.decode(bytes, name).text();
            assertEquals(-1, Utf8.firstUnpairedSurrogate(text, 0));
            TextEncoding.declared(bytes);
            byte[] rest = bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB
                    && bytes[2] == (byte) 0xBF ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
            TextEncoding.Decoded utf8 = TextEncoding.decode(bytes, "utf-8");
            if (utf8.basis() == TextEncoding.Basis.DECLARED || rest != bytes) {
                assertEquals(oneMark(new String(rest, StandardCharsets.UTF_8)), oneMark(utf8.text()),
                        "malformed UTF-8 is mended as on the JVM, which counts bad bytes otherwise");
            }
        }
    }
}
