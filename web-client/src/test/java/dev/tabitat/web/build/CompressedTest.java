package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CompressedTest {

    @Test
    void bothFormsUnpackToTheFileAndAreTheSameEachTime() throws IOException {
        byte[] content = "the same words again and again, ".repeat(500)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Compressed compressed = Compressed.of(content);
        assertArrayEquals(content, new BrotliInputStream(new ByteArrayInputStream(compressed.brotli())).readAllBytes());
        assertArrayEquals(content, new GZIPInputStream(new ByteArrayInputStream(compressed.gzip())).readAllBytes());
        assertTrue(compressed.brotli().length < compressed.gzip().length
                && compressed.gzip().length < content.length / 10);
        assertArrayEquals(compressed.gzip(), Compressed.of(content).gzip());
        assertArrayEquals(compressed.brotli(), Compressed.of(content).brotli());
    }
}
