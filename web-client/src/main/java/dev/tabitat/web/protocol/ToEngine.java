package dev.tabitat.web.protocol;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;

/**
 * What the page says to the engine, as JSON text; bytes travel beside it. <pre>
 * call   = { "type": "call", "id": whole number, "method": name, "params": object }
 * cancel = { "type": "cancel", "id": whole number }
 * </pre>
 */
public sealed interface ToEngine {

    /** Do this, and answer under this id. @param method the name of a {@link Method}; its receiver refuses others */
    record Call(long id, String method, JsonObject params) implements ToEngine {

        @Override
        public String text() {
            return JsonObject.of("type", "call", "id", id, "method", method, "params", params).toString();
        }
    }

    /** Stop the call of this id; a finished one is left as it is. */
    record Cancel(long id) implements ToEngine {

        @Override
        public String text() {
            return JsonObject.of("type", "cancel", "id", id).toString();
        }
    }

    String text();

    /** @throws DamagedData when the text is no such message */
    static ToEngine read(String text) {
        JsonObject json = JsonReader.readObject(text, JsonLimits.DEFAULT);
        String type = json.string("type");
        return switch (type) {
            case "call" -> new Call(json.integer("id"), json.string("method"), json.object("params"));
            case "cancel" -> new Cancel(json.integer("id"));
            default -> throw new DamagedData("The engine does not know this message.",
                    Finding.at("type").expected("call or cancel").found(type));
        };
    }
}
