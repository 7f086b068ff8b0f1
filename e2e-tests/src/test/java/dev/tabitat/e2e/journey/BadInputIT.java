package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What scripts hand over by mistake or malice: each a clear error, and the tab goes on. */
final class BadInputIT {

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
    }

    @AfterAll
    static void close() {
        lab.close();
        host.close();
    }

    @Test
    void anEmptyText() {
        refused("() => tabitat.classify({ task: 'language-identification', input: '' })", "invalid_input");
    }

    @Test
    void aTextOverTenMegabytesIsRefusedWithBothSizes() {
        JsonObject error = refused(
                "() => tabitat.classify({ task: 'language-identification', input: 'a'.repeat(10 * 1024 * 1024 + 1) })",
                "invalid_input");
        assertFalse(error.get("expected").getAsString().isBlank(), error.toString());
        assertFalse(error.get("found").getAsString().isBlank(), error.toString());
    }

    @Test
    void aTextOfNearlyTenMegabytesIsAnswered() {
        String label = (String) tab.page().evaluate(
                """
                        async sentence => {
                          const text = (sentence + ' ').repeat(Math.floor(10_000_000 / (new TextEncoder().encode(sentence).length + 1)));
                          const answer = await tabitat.classify({ task: 'language-identification', input: text });
                          return answer.results[0][0].label;
                        }
                        """,
                Samples.BY_LANGUAGE.get("eng"));
        assertEquals("eng", label);
    }

    @Test
    void unpairedSurrogatesAreReplacedAndThatIsSaid() {
        String answer = (String) tab.page().evaluate(
                """
                        async sentence => JSON.stringify(await tabitat.classify(
                          { task: 'language-identification', input: '\\ud800' + sentence + '\\udfff' }))
                        """, Samples.BY_LANGUAGE.get("fra"));
        assertTrue(answer.contains("fra"), answer);
        assertTrue(answer.contains("surrogate"), answer);
    }

    @Test
    void anUnknownModelTaskOrType() {
        refused("() => tabitat.classify({ model: 'nobody:q8', input: 'hello' })", null);
        refused("() => tabitat.classify({ task: 'mind-reading', input: 'hello' })", null);
        refused("() => tabitat.classify({ task: 'language-identification', input: 42 })", "invalid_input");
        refused("() => tabitat.classify()", "invalid_input");
        refused("() => tabitat.install('../../etc/passwd')", "invalid_input");
        refused("() => tabitat.install('no-such-package:q8')", null);
        refused("() => tabitat.remove('no-such-package:q8')", null);
    }

    @Test
    void aFileThatIsNoLineage() {
        for (String source : List.of("''", "'{}'", "'<!doctype html>'", "'[' .repeat(100000)",
                "new Uint8Array(1000)")) {
            refused("() => tabitat.import(new Blob([" + source + "]))", null);
        }
    }

    @Test
    void theTabStillAnswersAfterwards() {
        refused("() => tabitat.classify({ task: 'language-identification', input: '' })", "invalid_input");
        assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
        assertEquals(List.of(), lab.offences());
    }

    private static JsonObject refused(String script, String code) {
        JsonObject error = tab.rejection(script, null);
        assertFalse(error.get("code").isJsonNull(), script + " gave " + error);
        assertFalse(error.get("message").getAsString().isBlank(), script + " gave " + error);
        assertFalse(error.get("message").getAsString().contains("Exception"), script + " gave " + error);
        if (code != null) {
            assertEquals(code, error.get("code").getAsString(), script + " gave " + error);
        }
        return error;
    }
}
