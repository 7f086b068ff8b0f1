package dev.tabitat.web.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file, as small as brotli and gzip make it.
 *
 * @param brotli quality 11, or the system property {@code site.brotli} in a build for development and for what is not
 * shipped
 * @param gzip level 9, without a time in its header
 */
record Compressed(byte[] brotli, byte[] gzip) {

    private static final int BROTLI_QUALITY = Integer.getInteger("site.brotli", 11);
    private static final int BROTLI_WINDOW_BITS = 22;

    static Compressed of(byte[] content) throws IOException {
        Brotli4jLoader.ensureAvailability();
        byte[] brotli = Encoder.compress(content, Encoder.Parameters.create(BROTLI_QUALITY, BROTLI_WINDOW_BITS));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new BestGzip(gzip)) {
            out.write(content);
        }
        return new Compressed(brotli, gzip.toByteArray());
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
