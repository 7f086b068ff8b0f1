package dev.tabitat.web.engine;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.signing.EcdsaForm;
import dev.tabitat.core.signing.KeyAlgorithm;
import dev.tabitat.core.signing.PublicKey;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.KeyTools;
import dev.tabitat.web.engine.trust.Keys;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.KeyCrypto;
import java.util.Optional;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;

/** Keys by Web Crypto. */
final class BrowserKeyTools implements KeyTools {

    private static final int ED25519_BYTES = 64;

    @Override
    public Pair make(KeyAlgorithm algorithm) {
        requireCrypto();
        try {
            JSObject pair = Await.result(KeyCrypto.make(algorithm.curve()), Deadline.CRYPTO);
            return new Pair(Bytes.copy(Js.get(pair, "pkcs8")), Bytes.copy(Js.get(pair, "spki")));
        } catch (JsFailure e) {
            throw unsupported(algorithm, e);
        }
    }

    @Override
    public byte[] sign(KeyAlgorithm algorithm, byte[] secret, byte[] message) {
        requireCrypto();
        try {
            JSObject signature = Await.result(
                    KeyCrypto.sign(algorithm.curve(), algorithm.hash(), Bytes.toJs(secret), Bytes.toJs(message)),
                    Deadline.CRYPTO);
            byte[] plain = Bytes.copy(signature);
            return isEd(algorithm) ? plain : EcdsaForm.toDer(plain);
        } catch (JsFailure e) {
            if (e.isNamed("NotSupportedError")) {
                throw unsupported(algorithm, e);
            }
            throw new DamagedData("This private key cannot be used.",
                    Finding.at("private key").expected(algorithm.id() + ", PKCS #8").found(e.getMessage()));
        }
    }

    @Override
    public boolean isRight(PublicKey key, byte[] message, byte[] signature) {
        requireCrypto();
        Optional<byte[]> plain = isEd(key.algorithm())
                ? Optional.of(signature).filter(bytes -> bytes.length == ED25519_BYTES)
                : EcdsaForm.ofDer(signature, key.algorithm().width());
        if (plain.isEmpty()) {
            return false;
        }
        try {
            return Await.<JSBoolean>result(KeyCrypto.verify(key.algorithm().curve(), key.algorithm().hash(),
                    Bytes.toJs(key.spki()), Bytes.toJs(message),
                    Bytes.toJs(plain.get())), Deadline.CRYPTO).booleanValue();
        } catch (JsFailure e) {
            if (e.isNamed("NotSupportedError")) {
                throw unsupported(key.algorithm(), e);
            }
            return false;
        }
    }

    @Override
    public byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain) {
        requireCrypto();
        JSObject sealed = Await.result(KeyCrypto.passphrase(true, Bytes.toJs(Utf8.encode(passphrase)), Bytes.toJs(salt),
                Bytes.toJs(iv), rounds, Bytes.toJs(plain)), Deadline.CRYPTO);
        return Bytes.copy(sealed);
    }

    @Override
    public Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed) {
        requireCrypto();
        try {
            JSObject plain = Await.result(KeyCrypto.passphrase(false, Bytes.toJs(Utf8.encode(passphrase)),
                    Bytes.toJs(salt), Bytes.toJs(iv), rounds, Bytes.toJs(sealed)), Deadline.CRYPTO);
            return Optional.of(Bytes.copy(plain));
        } catch (JsFailure another) {
            return Optional.empty();
        }
    }

    private static boolean isEd(KeyAlgorithm algorithm) {
        return algorithm == KeyAlgorithm.ED25519;
    }

    private static void requireCrypto() {
        if (!Crypto.canDigest()) {
            throw new Unsupported("This page cannot use keys.",
                    Finding.at("Web Crypto").expected("a secure page (https, or localhost)")
                            .found("a page that is not").remedy("Open Tabitat under https."));
        }
    }

    private static Unsupported unsupported(KeyAlgorithm algorithm, JsFailure e) {
        return new Unsupported("This browser has no keys of this kind.", Finding.at("Web Crypto")
                .expected(algorithm.id()).found(e.getMessage())
                .remedy(isEd(algorithm) ? "Use an ecdsa-p256 key, or a newer browser." : "Use another browser."));
    }
}
