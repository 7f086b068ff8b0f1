package dev.tabitat.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A thousand sentences about things bought at Amazon, half of them pleased: npm wink-sentiment 5.0.2, from the UCI data
 * set "Sentiment Labelled Sentences" (Kotzias and others 2015). Fetched by the build beside what the starter packages
 * are made from.
 */
public final class Reviews {

    private static final String SHA256 = "47003fc0a0d4840b00e96e715b6189bad09e7443a3da41c4cbe12ffc79f86ae3";
    private static final Path FILE = Path
            .of("../static-host/starter/node_modules/wink-sentiment/test/data/amazon_cells_labelled.txt");

    private Reviews() {}

    /** Sentence, tab, 0 or 1; one a line. */
    public static String text() {
        try {
            byte[] bytes = Files.readAllBytes(FILE);
            String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!found.equals(SHA256)) {
                throw new IllegalStateException("The reviews are other ones: sha256 " + found);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first lines. */
    public static String lines(int count) {
        List<String> lines = text().lines().toList();
        return String.join("\n", lines.subList(0, count)) + "\n";
    }
}
