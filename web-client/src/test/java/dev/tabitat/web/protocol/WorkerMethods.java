package dev.tabitat.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Holds a worker to the list of methods: it answers those that are its own, with the parameters that {@link Parameters}
 * has for them, and no other.
 */
public final class WorkerMethods {

    /** Calls a method of the worker; its end. */
    @FunctionalInterface
    public interface Caller {
        FromEngine call(Method method, JsonObject params);
    }

    private WorkerMethods() {}

    /** @param own what the worker answers */
    public static void require(Set<Method> own, Caller worker) {
        require(own, Set.of(), worker);
    }

    /** @param other what it answers besides, by a part of the parameters; other tests show that */
    public static void require(Set<Method> own, Set<Method> other, Caller worker) {
        for (Method method : Methods.values()) {
            if (other.contains(method)) {
                continue;
            }
            if (!own.contains(method)) {
                ApiError error = failure(worker, method, JsonObject.EMPTY);
                assertEquals("invalid_input", error.code(), method.wireName());
                assertEquals("method", error.where(), method.wireName());
                assertEquals(method.wireName(), error.found());
                continue;
            }
            JsonObject before = JsonObject.EMPTY;
            for (Field field : Parameters.of(method).fields()) {
                Optional<Json> wrong = Samples.wrong(field);
                if (wrong.isPresent()) {
                    ApiError error = failure(worker, method, before.with(field.name(), wrong.get()));
                    assertEquals("invalid_input", error.code(), method + ", " + field.name() + ": " + error);
                    assertTrue(error.where().contains(field.name()), method + ", " + field.name() + ": " + error);
                }
                before = field.isRequired() ? before.with(field.name(), Samples.right(field, new Random(1))) : before;
            }
            if (Parameters.of(method).fields().isEmpty()
                    && worker.call(method, JsonObject.EMPTY) instanceof FromEngine.Failed failed) {
                assertTrue(!failed.error().where().equals("method"), method.wireName());
            }
        }
    }

    private static ApiError failure(Caller worker, Method method, JsonObject params) {
        FromEngine end = worker.call(method, params);
        assertTrue(end instanceof FromEngine.Failed, () -> method + " " + params + " gave " + end.text());
        return ((FromEngine.Failed) end).error();
    }
}
