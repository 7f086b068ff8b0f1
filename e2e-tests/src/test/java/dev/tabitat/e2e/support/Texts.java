package dev.tabitat.e2e.support;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Web pages, sheets and plain texts for the journeys, some in old encodings, some that try to do something. */
public final class Texts {

    private Texts() {}

    /** One file as a person would have it. */
    public record File(String name, String type, byte[] bytes, String sentence) {}

    public static File markdown() {
        String sentence = "Rhubarb wants a cool spring and should not be cut after midsummer.";
        return new File("garden.md", "text/markdown", utf8("# Garden notes\n\n## Spring\n\nSow peas early.\n\n- "
                + sentence + "\n- Water at dawn.\n\n## Autumn\n\nRake leaves.\n"), sentence);
    }

    public static File csv() {
        String sentence = "Copper kettle with a dented spout";
        return new File("inventory.csv", "text/csv", utf8("number,thing,place\n1,\"" + sentence
                + "\",attic\n2,\"Oak chest, three drawers\",hall\n3,\"Barometer in brass\",study\n"), sentence);
    }

    /** Western European text in windows-1252; the quotation marks are bytes that ISO 8859-1 leaves to control codes. */
    public static File windows1252() {
        String sentence = "Die Fähre nach Föhr fährt bei Ostwind um zwölf Uhr – „pünktlich“.";
        return new File("faehre.txt", "text/plain",
                ("Fahrplan\r\n\r\n" + sentence + "\r\n").getBytes(Charset.forName("windows-1252")), sentence);
    }

    public static File windows1251() {
        String sentence = "Старый маяк стоит на скале и каждую ночь светит рыбакам.";
        return new File("mayak.txt", "text/plain",
                ("Письмо\r\n\r\n" + sentence + "\r\nОчень хорошая погода сегодня, и мы пойдём на берег.\r\n")
                        .getBytes(Charset.forName("windows-1251")),
                sentence);
    }

    public static File utf16() {
        String sentence = "The beekeeper counted seventeen swarms in the orchard last June.";
        return new File("bees.txt", "text/plain",
                ("\uFEFFNotes\r\n\r\n" + sentence + "\r\n").getBytes(StandardCharsets.UTF_16LE), sentence);
    }

    /** A page with scripts, handlers and addresses that would be noticed if any of them were run or fetched. */
    public static File hostileHtml() {
        String sentence = "The velvet curtain hides a door to the old projection room.";
        return new File("<img src=x onerror=ran=7>.html", "text/html", utf8(
                "<!DOCTYPE html><title><b>Bold</b><script>ran=1</script></title><script>globalThis.ran = 2; alert(1)</script>"
                        + "<body onload='ran=3'><h1>Cinema</h1><p>" + sentence
                        + "</p><img src='http://tracker.invalid/x.png' onerror='ran=4'>"
                        + "<svg onload='ran=5'></svg><iframe src='javascript:ran=6'></iframe><a href='javascript:alert(2)'>a link</a>"
                        + "<p hidden>Nobody should read this hidden line.</p><style>@import 'http://tracker.invalid/x.css';</style></body>"),
                sentence);
    }

    /** Everything readable here, by format. */
    public static List<File> readable() {
        return List.of(markdown(), csv(), windows1252(), windows1251(), utf16(), hostileHtml(), Books.docx(),
                Books.epub());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
