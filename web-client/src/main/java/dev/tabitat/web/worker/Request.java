package dev.tabitat.web.worker;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Method;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One call as a worker answers it.
 *
 * @param params as they came
 * @param bytes what came beside them
 * @param progress reports to the caller while the work goes on
 * @param stop says when the caller has cancelled it
 */
public record Request(Method method, JsonObject params, Optional<Slices> bytes, Consumer<JsonObject> progress,
        CancellationToken stop) {

    /** The parameters, to be read by the record that has them. */
    public Input input() {
        return new Input(method.wireName(), params);
    }
}
