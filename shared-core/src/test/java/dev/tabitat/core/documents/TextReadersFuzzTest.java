package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes as text, as pages or as a written document is read and keeps its promises, or is refused. */
final class TextReadersFuzzTest {

    private final Random random = Seed.random("TextReadersFuzzTest");

    @Test
    void pagesKeepTheirPromisesAndComeBackFromBytes() {
        String[] texts = {"", " ", "a", "word-", "Next", "\u2022 b", "12", "\u0000", "\uD83D\uDE00", "\u00A0",
                "A longer piece of text."};
        for (int round = 0; round < 3_000; round++) {
            PdfAssembler pdf = new PdfAssembler("t");
            try {
                for (int page = 1; page <= 1 + random.nextInt(5); page++) {
                    List<Object> items = new ArrayList<>();
                    for (int i = random.nextInt(12); i > 0; i--) {
                        double far = random.nextInt(20) == 0 ? 1e300 : 1;
                        items.add(JsonArray.of(texts[random.nextInt(texts.length)], random.nextInt(600) * far,
                                random.nextInt(900) - 50 * far, random.nextInt(99) - 9, random.nextInt(30) - 2,
                                random.nextBoolean()));
                    }
                    pdf.page(page, 600, 800, JsonArray.of(items.toArray()));
                }
                DocumentText document = pdf.finish();
                DocumentPromises.check(document);
                byte[] bytes = DocumentTextCodec.write(document);
                DocumentText read = DocumentTextCodec.read(bytes);
                assertEquals(document.text(), read.text());
                assertEquals(document.blocks(), read.blocks());
                assertEquals(DocumentTextCodec.read(DocumentTextCodec.write(read)), read, "quantized once, it stays");
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                DocumentTextCodec.read(bytes);
            } catch (TabitatException refused) {
                assertFalse(refused.getMessage().isEmpty());
            }
        }
    }

    /**
     * Long runs of one construct, opened and never closed: nothing but a refusal is thrown, and each reader reads most
     * of them.
     */
    @Test
    void hostileTextsKeepTheirPromises() {
        List<String> parts = List.of("a", ">", "|", "*", "`", "[", "](a \"b", "[](", "<a", "&", "\"", "\"a,", "- ", "#",
                "\\", "*a _b ", "\n", "> \n", "``` `", "1. \n");
        int[] read = new int[3];
        for (String part : parts) {
            String text = part.repeat(100_000 / part.length());
            for (int reader = 0; reader < 3; reader++) {
                try {
                    DocumentPromises.check(reader == 0 ? PlainTextDocument.read(text)
                            : reader == 1 ? MarkdownDocument.read(text) : CsvDocument.read(text));
                    read[reader]++;
                } catch (TabitatException refused) {
                    assertFalse(refused.finding().where().isEmpty(), refused.getMessage());
                }
            }
        }
        for (int reader = 0; reader < 3; reader++) {
            assertTrue(read[reader] > parts.size() / 2,
                    "reader " + reader + " read " + read[reader] + " of " + parts.size());
        }
    }
}
