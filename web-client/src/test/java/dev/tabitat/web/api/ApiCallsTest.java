package dev.tabitat.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineMethod;
import org.junit.jupiter.api.Test;

final class ApiCallsTest {

    @Test
    void aNameBecomesAParameter() {
        assertEquals(JsonObject.of("name", "lande:q8"), ApiCalls.params(EngineMethod.INSTALL, "[\"lande:q8\"]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(EngineMethod.INSTALL, "[null]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(EngineMethod.REMOVE, "[{\"name\":\"lande:q8\"}]"));
    }

    @Test
    void optionsPassAsTheyAre() {
        assertEquals(JsonObject.of("repair", true), ApiCalls.params(EngineMethod.CHECK, "[{\"repair\":true}]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params(EngineMethod.CHECK, "[null]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params(EngineMethod.CHECK, "[]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params(EngineMethod.IMPORT, "[]"));
        assertThrows(InvalidInput.class,
                () -> ApiCalls.params(dev.tabitat.web.protocol.StartMethod.CLASSIFY, "[\"hello\"]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params(dev.tabitat.web.protocol.StartMethod.CLASSIFY, "[[1]]"));
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        InvalidInput refused = assertThrows(InvalidInput.class,
                () -> ApiCalls.params(dev.tabitat.web.protocol.StartMethod.CLASSIFY, ""));
        assertEquals("something that JSON cannot hold", refused.finding().found());
        assertThrows(InvalidInput.class,
                () -> ApiCalls.params(dev.tabitat.web.protocol.StartMethod.CLASSIFY,
                        "[" + "[".repeat(100) + "]".repeat(100) + "]"));
    }
}
