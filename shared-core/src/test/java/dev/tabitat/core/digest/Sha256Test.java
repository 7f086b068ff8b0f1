package dev.tabitat.core.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.Seed;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our SHA-256 against the JVM's, however the message is cut. */
final class Sha256Test {

    @Test
    void anyMessageInAnyPiecesHasTheSameDigest() throws Exception {
        Random random = Seed.random("Sha256Test");
        for (int i = 0; i < 2_000; i++) {
            byte[] message = new byte[random.nextInt(400)];
            random.nextBytes(message);
            Sha256 ours = new Sha256();
            for (int at = 0; at < message.length;) {
                int piece = Math.min(message.length - at, random.nextInt(100));
                ours.update(message, at, piece);
                at += piece;
            }
            assertEquals(Digest.ofHash(MessageDigest.getInstance("SHA-256").digest(message)), ours.digest());
        }
    }
}
