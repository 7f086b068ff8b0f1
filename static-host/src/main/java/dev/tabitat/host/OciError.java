package dev.tabitat.host;

import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * A refusal of the registry, in the form that the OCI distribution specification gives (1.1, section "Error codes").
 */
final class OciError extends RuntimeException {

    private final int status;
    private final String code;

    OciError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** The answer to a request that is no HTTP, or whose path hides something. */
    static OciError ofStatus(int status, String reason) {
        return switch (status) {
            case 400, 414 -> new OciError(status, "NAME_INVALID", "the path is malformed");
            default -> new OciError(status, status < 500 ? "UNSUPPORTED" : "UNKNOWN", reason);
        };
    }

    int status() {
        return status;
    }

    /** {@code {"errors":[{"code","message","detail"}]}}. */
    JsonObject body() {
        return JsonObject.of("errors",
                List.of(JsonObject.of("code", code, "message", getMessage(), "detail", JsonObject.EMPTY)));
    }
}
