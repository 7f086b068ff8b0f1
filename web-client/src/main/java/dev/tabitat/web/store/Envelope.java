package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.Optional;

/**
 * A record of a document as it is kept, plain or sealed. <pre>
 * envelope = "TDE1", kind, digest, body
 * kind     = 0 (plain) | 1 (sealed)
 * digest   = 32 bytes, SHA-256 of the body
 * body     = the record                                  where it is plain
 *          | iv (12 bytes), AES-256-GCM of the record    where it is sealed; bound to its table and key
 * </pre> The digest is of what is kept, so that everything can be verified without the key.
 */
final class Envelope {

    private static final byte[] MAGIC = {'T', 'D', 'E', '1'};
    private static final int DIGEST = 5;
    private static final int BODY = 37;
    private static final int IV = 12;

    private Envelope() {}

    static byte[] write(DocumentCipher cipher, Optional<byte[]> key, String place, byte[] record) {
        byte[] body = record;
        if (key.isPresent()) {
            byte[] iv = cipher.random(IV);
            byte[] sealed = cipher.seal(key.get(), iv, Utf8.encode(place), record);
            body = Arrays.copyOf(iv, IV + sealed.length);
            System.arraycopy(sealed, 0, body, IV, sealed.length);
        }
        byte[] envelope = new byte[BODY + body.length];
        System.arraycopy(MAGIC, 0, envelope, 0, MAGIC.length);
        envelope[MAGIC.length] = (byte) (key.isPresent() ? 1 : 0);
        System.arraycopy(cipher.sha256(body), 0, envelope, DIGEST, BODY - DIGEST);
        System.arraycopy(body, 0, envelope, BODY, body.length);
        return envelope;
    }

    /** Whether it is whole. @return what is wrong; empty when nothing is */
    static Optional<DamagedData> problem(DocumentCipher cipher, String place, byte[] envelope) {
        boolean isOne = envelope.length >= BODY && Arrays.equals(Arrays.copyOf(envelope, MAGIC.length), MAGIC)
                && (envelope[MAGIC.length] & ~1) == 0;
        if (!isOne) {
            return Optional.of(damaged(place, "an envelope", envelope.length + " other bytes"));
        }
        Digest expected = Digest.ofHash(Arrays.copyOfRange(envelope, DIGEST, BODY));
        Digest found = Digest.ofHash(cipher.sha256(body(envelope)));
        return expected.equals(found) ? Optional.empty()
                : Optional.of(damaged(place, expected.toString(), found.toString()));
    }

    static boolean isSealed(byte[] envelope) {
        return envelope.length > MAGIC.length && envelope[MAGIC.length] == 1;
    }

    /**
     * @throws DamagedData when it is not whole
     * @throws Refused when it is sealed and the key is not there
     */
    static byte[] read(DocumentCipher cipher, Optional<byte[]> key, String place, byte[] envelope) {
        Optional<DamagedData> problem = problem(cipher, place, envelope);
        if (problem.isPresent()) {
            throw problem.get();
        }
        byte[] body = body(envelope);
        if (!isSealed(envelope)) {
            return body;
        }
        if (key.isEmpty()) {
            throw locked();
        }
        if (body.length < IV) {
            throw damaged(place, "a sealed record", body.length + " bytes");
        }
        return cipher
                .open(key.get(), Arrays.copyOf(body, IV), Utf8.encode(place), Arrays.copyOfRange(body, IV, body.length))
                .orElseThrow(() -> damaged(place, "a record sealed with this key at this place", "another one"));
    }

    static Refused locked() {
        return new Refused("Your documents are locked.", Finding.at("documents").expected("the passphrase")
                .found("sealed records").remedy("Unlock them first."));
    }

    private static byte[] body(byte[] envelope) {
        return Arrays.copyOfRange(envelope, BODY, envelope.length);
    }

    private static DamagedData damaged(String place, String expected, String found) {
        return new DamagedData("A stored document is damaged.", Finding.at(place).expected(expected).found(found)
                .remedy("Delete the document and add its file again."));
    }
}
