package dev.tabitat.core.escalation;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.core.sensitivity.Redaction;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * What would be sent from the tab, where to and what for, before anything is. The body is made once, here; what is sent
 * later is it, to the byte.
 *
 * @param id by which it is approved
 * @param purpose in words
 * @param redaction of the text; stays in the tab
 * @param body what would be sent
 */
public record Plan(String id, String task, DataClass dataClass, Endpoint endpoint, String purpose, Redaction redaction,
        byte[] body) {

    private static final double BYTES_PER_TOKEN = 4;

    /** Of the body: what an approval is of. */
    public Digest digest() {
        return Digest.of(body);
    }

    /** What a consent for always covers: this task, this kind of data, this endpoint and model, and nothing else. */
    public String consentKey() {
        return task + "|" + dataClass.id() + "|" + endpoint.url() + "|" + endpoint.model();
    }

    /**
     * {@code {id, task, data_class, purpose, destination, method, path, headers, body, bytes, digest, redactions:
     * [{placeholder, kind}], cost}}; what placeholders stand for is not among it.
     */
    public JsonObject toJson() {
        List<Json> taken = new ArrayList<>();
        for (String placeholder : redaction.originals().keySet()) {
            taken.add(JsonObject.of("placeholder", placeholder, "kind",
                    placeholder.substring(1, placeholder.lastIndexOf('_')).toLowerCase(java.util.Locale.ROOT)));
        }
        return JsonObject.of("id", id, "task", task, "data_class", dataClass.id(), "purpose", purpose, "destination",
                endpoint.toJson(), "method", "POST",
                "path", endpoint.dialect().chatPath(), "headers", JsonArray.of("Content-Type"), "body",
                Utf8.decode(body), "bytes", body.length, "digest", digest().toString(),
                "redactions", new JsonArray(taken), "cost", cost());
    }

    private JsonObject cost() {
        if (endpoint.costPerMillionTokens() == 0) {
            return JsonObject.of("how", "unknown");
        }
        return JsonObject.of("how", "estimated", "value",
                body.length / BYTES_PER_TOKEN * endpoint.costPerMillionTokens() / 1e6, "currency", endpoint.currency(),
                "rule", "four bytes a token, the question only, at the price that was entered");
    }
}
