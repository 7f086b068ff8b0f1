package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PDFs of many kinds are added: their texts are what a person reads on the pages, and search finds it. */
final class PdfIT {

    private static HostProcess host;
    private static Lab lab;
    private static DocumentsApi documentsApi;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        documentsApi = new DocumentsApi(Tab.open(lab, host.url()).ready());
    }

    @AfterAll
    static void close() {
        lab.close();
        host.close();
    }

    /** A PDF that was added. */
    private record Added(String id, String text, String notices) {

        void finds(String query, String passage) {
            assertTrue(documentsApi.finds(query, passage, Map.of("mode", "words", "documents", List.of(id))),
                    query + " in " + text);
        }
    }

    private static Added add(String name) {
        try (InputStream in = PdfIT.class.getResourceAsStream("/pdf/" + name)) {
            JsonObject entry = documentsApi.add(name, "application/pdf", in.readAllBytes());
            String id = entry.get("id").getAsString();
            JsonObject read = documentsApi.call("read", Map.of("document", id)).getAsJsonObject();
            return new Added(id, read.get("text").getAsString(), entry.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasFilledInIsFoundAndHiddenLayersAreNot() {
        add("pdf-form.pdf").finds("Wombatson", "Wombatson");
        Added annotated = add("pdf-annots.pdf");
        annotated.finds("dugong", "Freetext dugong");
        assertTrue(annotated.notices().contains("2 comments on pages are left out."), annotated.notices());
        Added layers = add("pdf-layers.pdf");
        assertEquals("Layer on text.", layers.text());
        assertTrue(layers.notices().contains("Text on layers that are switched off is left out."), layers.notices());
    }

    @Test
    void wordsAreFoundInEveryScriptAndOverLinesEnds() {
        add("pdf-he-logical-words.pdf").finds("\u05D4\u05E1\u05D9\u05DB\u05D5\u05E0\u05D9\u05DD",
                "\u05D3\u05D5\u05D7 \u05E2\u05DC \u05D4\u05E1\u05D9\u05DB\u05D5\u05E0\u05D9\u05DD");
        add("pdf-ar-presentation.pdf").finds("\u062A\u0642\u0631\u064A\u0631",
                "\u0627\u0644\u0645\u062E\u0627\u0637\u0631");
        Added identifiers = add("pdf-hyph-ident.pdf");
        for (String word : List.of("INV-2231", "n-tridecanal", "COVID-19", "e-mail", "mother-in-law", "1990-1995",
                "747-400")) {
            identifiers.finds(word, word);
        }
        assertTrue(add("pdf-cols-rowmajor.pdf").text()
                .startsWith("Left column one starts with a longer text that goes on over several lines"));
    }

    @Test
    void headersAreKeptOnceAndRowsNameTheirColumns() {
        Added invoice = add("pdf-header-repeat.pdf");
        assertEquals(invoice.text().indexOf("INV-7781"), invoice.text().lastIndexOf("INV-7781"));
        invoice.finds("INV-7781", "Pelican");
        assertFalse(invoice.text().contains("of 4"), invoice.text());
        Added table = add("pdf-tablehead-repeat.pdf");
        assertEquals(table.text().indexOf("Article Qty Price"), table.text().lastIndexOf("Article Qty Price"));
        table.finds("Bolt M2 price", "Article: Bolt M2 \u00B7 Qty: 2 \u00B7 Price: 3,40");
        add("tenancy-terms.pdf").finds("large dog",
                "Large dog (over 20 kg), a month \u00B7 Home to yourself: \u00A335");
        assertEquals(List.of(), lab.offences());
    }
}
