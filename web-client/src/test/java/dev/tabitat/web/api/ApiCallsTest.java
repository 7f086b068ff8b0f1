package dev.tabitat.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import org.junit.jupiter.api.Test;

final class ApiCallsTest {

    @Test
    void aNameBecomesAParameter() {
        assertEquals(JsonObject.of("name", "lande:q8"), ApiCalls.params("install", "[\"lande:q8\"]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params("install", "[null]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params("remove", "[{\"name\":\"lande:q8\"}]"));
    }

    @Test
    void optionsPassAsTheyAre() {
        assertEquals(JsonObject.of("repair", true), ApiCalls.params("check", "[{\"repair\":true}]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params("check", "[null]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params("check", "[]"));
        assertEquals(JsonObject.EMPTY, ApiCalls.params("import", "[]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params("classify", "[\"hello\"]"));
        assertThrows(InvalidInput.class, () -> ApiCalls.params("classify", "[[1]]"));
    }

    @Test
    void whatJsonCannotHoldIsRefused() {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> ApiCalls.params("classify", ""));
        assertEquals("something that JSON cannot hold", refused.finding().found());
        assertThrows(InvalidInput.class,
                () -> ApiCalls.params("classify", "[" + "[".repeat(100) + "]".repeat(100) + "]"));
    }
}
