package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Keys and signatures by Web Crypto; browsers offer it to secure pages only. */
public final class KeyCrypto {

    private KeyCrypto() {}

    /**
     * Makes a pair. @return a promise of {@code {pkcs8, spki}}, both buffers
     *
     * @param curve of ECDSA, as {@code P-256}; empty for Ed25519
     */
    @JSBody(params = "curve", script = "var how = curve ? {name: 'ECDSA', namedCurve: curve} : {name: 'Ed25519'};"
            + "return crypto.subtle.generateKey(how, true, ['sign', 'verify']).then(function(pair) {"
            + " return Promise.all([crypto.subtle.exportKey('pkcs8', pair.privateKey), crypto.subtle.exportKey('spki', pair.publicKey)]); })"
            + ".then(function(both) { return {pkcs8: both[0], spki: both[1]}; });")
    public static native JSPromise<JSObject> make(String curve);

    /** A promise of the signature's bytes: r, then s, for ECDSA. @param hash of ECDSA, as {@code SHA-256} */
    @JSBody(params = {"curve", "hash", "pkcs8",
            "message"}, script = "var how = curve ? {name: 'ECDSA', namedCurve: curve, hash: hash} : {name: 'Ed25519'};"
                    + "return crypto.subtle.importKey('pkcs8', pkcs8, how, false, ['sign']).then(function(key) {"
                    + " return crypto.subtle.sign(how, key, message); });")
    public static native JSPromise<JSObject> sign(String curve, String hash, JSObject pkcs8, JSObject message);

    /** A promise of whether the signature's bytes are right. */
    @JSBody(params = {"curve", "hash", "spki", "message",
            "signature"}, script = "var how = curve ? {name: 'ECDSA', namedCurve: curve, hash: hash} : {name: 'Ed25519'};"
                    + "return crypto.subtle.importKey('spki', spki, how, false, ['verify']).then(function(key) {"
                    + " return crypto.subtle.verify(how, key, signature, message); });")
    public static native JSPromise<JSObject> verify(String curve, String hash, JSObject spki, JSObject message,
            JSObject signature);

    /** A promise of the bytes sealed or opened: AES-256-GCM under a key by PBKDF2-SHA-256. */
    @JSBody(params = {"seals", "passphrase", "salt", "iv", "rounds",
            "data"}, script = "return crypto.subtle.importKey('raw', passphrase, 'PBKDF2', false, ['deriveKey']).then(function(secret) {"
                    + " return crypto.subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: rounds}, secret,"
                    + "  {name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']); }).then(function(key) {"
                    + " var how = {name: 'AES-GCM', iv: iv};"
                    + " return seals ? crypto.subtle.encrypt(how, key, data) : crypto.subtle.decrypt(how, key, data); });")
    public static native JSPromise<JSObject> passphrase(boolean seals, JSObject passphrase, JSObject salt, JSObject iv,
            int rounds, JSObject data);
}
