package dev.tabitat.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Method;
import org.junit.jupiter.api.Test;

final class ApiCallsTest {

    @Test
    void aNameBecomesAParameter() {
        assertEquals(JsonObject.of("name", "lande:q8"), ApiCalls.params(Method.INSTALL, "[\"lande:q8\"]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(Method.INSTALL, "[null]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(Method.REMOVE, "[{\"name\":\"lande:q8\"}]"));
    }

    @Test
    void optionsPassAsTheyAre() {
        assertEquals(JsonObject.of("repair", true), ApiCalls.params(Method.CHECK, "[{\"repair\":true}]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params(Method.CHECK, "[null]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params(Method.CHECK, "[]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params(Method.IMPORT, "[]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(Method.CLASSIFY, "[\"hello\"]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(Method.CLASSIFY, "[[1]]"));
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> ApiCalls.params(Method.CLASSIFY, ""));
        assertEquals("something that JSON cannot hold", refused.finding().found());
        assertThrows(InvalidInput.class,
                () -> ApiCalls.params(Method.CLASSIFY, "[" + "[".repeat(100) + "]".repeat(100) + "]"));
    }
}
