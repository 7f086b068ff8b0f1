package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** AES-256-GCM under a key of 32 bytes, by Web Crypto; browsers offer it to secure pages only. */
public final class SealCrypto {

    private SealCrypto() {}

    /** A promise of the bytes sealed or opened; it rejects where the key is another one or anything was changed. */
    @JSBody(params = {"seals", "key", "iv", "about",
            "data"}, script = "return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']).then(function(secret) {"
                    + " var how = {name: 'AES-GCM', iv: iv, additionalData: about};"
                    + " return seals ? crypto.subtle.encrypt(how, secret, data) : crypto.subtle.decrypt(how, secret, data); });")
    public static native JSPromise<JSObject> run(boolean seals, JSObject key, JSObject iv, JSObject about,
            JSObject data);
}
