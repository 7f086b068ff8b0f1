package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.KeyCrypto;
import dev.tabitat.web.jso.SealCrypto;
import java.util.Optional;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** Digests and sealing by Web Crypto; where a page is not secure only digests, in Java. */
public final class BrowserCipher implements DocumentCipher {

    @Override
    public byte[] sha256(byte[] bytes) {
        return Crypto.canDigest()
                ? Bytes.toJava(Await.<ArrayBuffer>result(Crypto.sha256(Bytes.toJs(bytes)), Deadline.CRYPTO))
                : Digest.of(bytes).hash();
    }

    @Override
    public byte[] seal(byte[] key, byte[] iv, byte[] about, byte[] plain) {
        requireCrypto();
        return Bytes.copy(Await.result(
                SealCrypto.run(true, Bytes.toJs(key), Bytes.toJs(iv), Bytes.toJs(about), Bytes.toJs(plain)),
                Deadline.CRYPTO));
    }

    @Override
    public Optional<byte[]> open(byte[] key, byte[] iv, byte[] about, byte[] sealed) {
        requireCrypto();
        try {
            return Optional.of(Bytes.copy(Await.result(
                    SealCrypto.run(false, Bytes.toJs(key), Bytes.toJs(iv), Bytes.toJs(about), Bytes.toJs(sealed)),
                    Deadline.CRYPTO)));
        } catch (JsFailure another) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain) {
        requireCrypto();
        return Bytes.copy(Await.result(KeyCrypto.passphrase(true, Bytes.toJs(Utf8.encode(passphrase)), Bytes.toJs(salt),
                Bytes.toJs(iv), rounds, Bytes.toJs(plain)), Deadline.CRYPTO));
    }

    @Override
    public Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed) {
        requireCrypto();
        try {
            return Optional.of(Bytes.copy(Await.result(KeyCrypto.passphrase(false, Bytes.toJs(Utf8.encode(passphrase)),
                    Bytes.toJs(salt), Bytes.toJs(iv), rounds, Bytes.toJs(sealed)), Deadline.CRYPTO)));
        } catch (JsFailure another) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] random(int count) {
        return Crypto.random(count);
    }

    private static void requireCrypto() {
        if (!Crypto.canDigest()) {
            throw new Unsupported("This page cannot seal documents.",
                    Finding.at("Web Crypto").expected("a secure page (https, or localhost)").found("a page that is not")
                            .remedy("Open Tabitat under https."));
        }
    }
}
