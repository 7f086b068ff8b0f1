package dev.tabitat.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MethodsTest {

    @Test
    void everyNameIsOneOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Method method : Methods.values()) {
            assertTrue(names.add(method.wireName()), method.wireName());
        }
        assertEquals(Methods.values().length, names.size());
    }

    @Test
    void aScriptsFirstArgumentIsOfOneKind() {
        for (Method method : Methods.values()) {
            int kinds = (method.has(Method.NAME_FIRST) ? 1 : 0) + (method.has(Method.ID_FIRST) ? 1 : 0)
                    + (method.has(Method.FILE_FIRST) ? 1 : 0) + (method.has(Method.SOURCE_FIRST) ? 1 : 0);
            assertTrue(kinds <= 1, method.wireName());
            assertTrue(!method.has(Method.FILE_FIRST) || method.has(Method.BYTES), method.wireName());
        }
    }

    @Test
    void whatIsNotPublicIsNamedHere() {
        List<Method> internal = List.of(LabMethod.FORGET_RUN, EngineMethod.PAGE, StartMethod.RECEIVED,
                StartMethod.FINISH);
        for (Method method : Methods.values()) {
            assertEquals(!internal.contains(method), method.has(Method.API), method.wireName());
        }
    }
}
