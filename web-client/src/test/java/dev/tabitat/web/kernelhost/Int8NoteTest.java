package dev.tabitat.web.kernelhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.Rates;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class Int8NoteTest {

    private static final String NOTE = "{\"browser\":\"A/1\",\"ways\":[{\"way\":\"RELAXED_32\",\"refusal\":\"\",\"gops\":[150.5,170]},"
            + "{\"way\":\"PLAIN\",\"refusal\":\"expected 1, found 2\"}]}";

    @Test
    void whatWasFoundIsReadAgain() {
        List<Int8Choice.Tried> ways = Int8Note.read(NOTE, "A/1").orElseThrow();
        assertEquals(2, ways.size());
        assertEquals(Int8Dot.RELAXED_32, ways.get(0).dot());
        assertEquals(170, ways.get(0).rates().map(Rates::high).orElseThrow());
        assertEquals(new Int8Choice.Tried(Int8Dot.PLAIN, Optional.empty(), "expected 1, found 2"), ways.get(1));
    }

    @Test
    void anotherBrowserOrABrokenNoteSaysNothing() {
        assertTrue(Int8Note.read(NOTE, "A/2").isEmpty());
        for (String broken : List.of("", "[]", "{}", NOTE.replace("PLAIN", "OTHER"), NOTE.replace("150.5", "\"x\""),
                NOTE.replace("[150.5,170]", "170"), NOTE.substring(0, 60))) {
            assertTrue(Int8Note.read(broken, "A/1").isEmpty(), broken);
        }
    }
}
