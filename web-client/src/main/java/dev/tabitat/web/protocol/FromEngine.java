package dev.tabitat.web.protocol;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;

/**
 * What the engine says to the page, as JSON text; bytes travel beside it. <pre>
 * done     = { "type": "done", "id": whole number, "result": any value }
 * progress = { "type": "progress", "id": whole number, "report": object }
 * failed   = { "type": "failed", "id": whole number, "error": ApiError }
 * event    = { "type": "event", "topic": name, "body": object }
 * </pre>
 */
public sealed interface FromEngine {

    /** A call is finished. */
    record Done(long id, Json result) implements FromEngine {

        @Override
        public String text() {
            return JsonObject.of("type", "done", "id", id, "result", result).toString();
        }
    }

    /** A call goes on: {@code {done, total, unit, rate, eta_s, phase, ...}}. */
    record Progress(long id, JsonObject report) implements FromEngine {

        @Override
        public String text() {
            return JsonObject.of("type", "progress", "id", id, "report", report).toString();
        }
    }

    /** A call failed, or was cancelled. */
    record Failed(long id, ApiError error) implements FromEngine {

        @Override
        public String text() {
            return JsonObject.of("type", "failed", "id", id, "error", error.toJson()).toString();
        }
    }

    /** Something changed; see {@link Topic}. */
    record Event(String topic, JsonObject body) implements FromEngine {

        @Override
        public String text() {
            return JsonObject.of("type", "event", "topic", topic, "body", body).toString();
        }
    }

    String text();

    /** @throws DamagedData when the text is no such message */
    static FromEngine read(String text) {
        JsonObject json = JsonReader.readObject(text, JsonLimits.DEFAULT);
        String type = json.string("type");
        return switch (type) {
            case "done" -> new Done(json.integer("id"), json.get("result"));
            case "progress" -> new Progress(json.integer("id"), json.object("report"));
            case "failed" -> new Failed(json.integer("id"), ApiError.fromJson(json.object("error")));
            case "event" -> new Event(json.string("topic"), json.object("body"));
            default -> throw new DamagedData("The page does not know this message.",
                    Finding.at("type").expected("done, progress, failed or event").found(type));
        };
    }
}
