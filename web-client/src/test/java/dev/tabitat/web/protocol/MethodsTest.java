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
        for (Method method : Method.values()) {
            assertTrue(names.add(method.wireName()), method.wireName());
        }
        assertEquals(Method.values().length, names.size());
    }

    @Test
    void aScriptsFirstArgumentIsOfOneKind() {
        for (Method method : Method.values()) {
            int kinds = (method.beginsWithName() ? 1 : 0) + (method.beginsWithId() ? 1 : 0)
                    + (method.beginsWithFile() ? 1 : 0);
            assertTrue(kinds <= 1, method.wireName());
            assertTrue(!method.beginsWithFile() || method.takesBytes(), method.wireName());
        }
    }

    @Test
    void whatIsNotPublicIsNamedHere() {
        List<Method> internal = List.of(Method.FORGET_RUN, Method.PAGE, Method.FINISH);
        for (Method method : Method.values()) {
            assertEquals(!internal.contains(method), method.isPublic(), method.wireName());
        }
    }
}
