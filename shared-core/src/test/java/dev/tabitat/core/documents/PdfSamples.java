package dev.tabitat.core.documents;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** PDFs as the page's reader hands them over: of real files (see {@code pdf/make-items.mjs}), and made of lines. */
final class PdfSamples {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 6);
    private static final double LETTER = 0.5;
    private static final double SIZE = 10;

    private PdfSamples() {}

    /** A real file. @param name without its ending */
    static DocumentText file(String name) {
        try (InputStream in = PdfSamples.class.getResourceAsStream("pdf/" + name + ".json")) {
            JsonObject file = (JsonObject) JsonReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    LIMITS);
            PdfAssembler pdf = new PdfAssembler(file.string("title"));
            int number = 1;
            for (Json each : file.array("pages").items()) {
                JsonObject page = (JsonObject) each;
                pdf.page(number++, page.number("width"), page.number("height"), page.array("items"));
                pdf.leftOut((int) page.integer("hidden"), (int) page.integer("comments"));
            }
            return pdf.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One paragraph of these lines, each with a line's end. */
    static DocumentText paragraph(String... lines) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            items.add(piece(lines[i], 60, 700 - 12 * i));
        }
        return pages(List.of(items));
    }

    /** Pages of 600 by 800 points. */
    static DocumentText pages(List<List<Object>> pages) {
        PdfAssembler pdf = new PdfAssembler("");
        for (int i = 0; i < pages.size(); i++) {
            pdf.page(i + 1, 600, 800, JsonArray.of(pages.get(i).toArray()));
        }
        return pdf.finish();
    }

    /** Letters half as wide as their size of 10 points. */
    static JsonArray piece(String text, double x, double y) {
        return piece(text, x, y, SIZE, 0);
    }

    static JsonArray piece(String text, double x, double y, double size, int font) {
        return JsonArray.of(text, x, y, text.length() * LETTER * size, size, false, font, "");
    }

    /** What was filled into a field. */
    static JsonArray filled(String text, double x, double y, String name) {
        return JsonArray.of(text, x, y, 150, SIZE, true, -1, name);
    }

    /** Cells of a row at these places. */
    static List<Object> row(double y, Object... placesAndTexts) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < placesAndTexts.length; i += 2) {
            row.add(piece((String) placesAndTexts[i + 1], ((Number) placesAndTexts[i]).doubleValue(), y));
        }
        return row;
    }
}
