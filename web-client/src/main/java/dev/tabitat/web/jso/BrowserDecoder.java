package dev.tabitat.web.jso;

import dev.tabitat.core.text.PlatformDecoder;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSString;

/** The browser's {@code TextDecoder}: it knows every encoding of the WHATWG Encoding Standard. */
public final class BrowserDecoder implements PlatformDecoder {

    @Override
    public Optional<String> decode(String label, byte[] bytes) {
        JSObject decoder = decoder(label);
        return isNothing(decoder) ? Optional.empty() : Optional.of(text(decoder, Bytes.toJs(bytes)).stringValue());
    }

    @JSBody(params = "label", script = "try { return new TextDecoder(label); } catch (unknown) { return null; }")
    private static native JSObject decoder(String label);

    @JSBody(params = "value", script = "return value === null;")
    private static native boolean isNothing(JSObject value);

    @JSBody(params = {"decoder", "bytes"}, script = "return decoder.decode(bytes);")
    private static native JSString text(JSObject decoder, JSObject bytes);
}
