package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CompactScriptTest {

    @Test
    void commentsBlankLinesAndIndentationGo() {
        assertEquals("const a = 1; // one\nconst b = \"// no comment\";\nf(/*@list@*/ []);\n",
                CompactScript.of("a.js", """
                        // What it is.

                        const a = 1; // one
                          /** What b is. */
                          const b = "// no comment";
                        /*
                         * More.
                         */
                        f(/*@list@*/ []);
                        """));
    }

    @Test
    void aPlaceForAListAtTheBeginningOfALineStays() {
        assertEquals("/*@list@*/ []\n", CompactScript.of("a.js", "/*@list@*/ []\n"));
    }

    @Test
    void aTemplateThatSpansLinesIsRefused() {
        assertEquals("x = `${1}`;\n", CompactScript.of("a.js", "x = `${1}`;"));
        String message = assertThrows(IllegalStateException.class, () -> CompactScript.of("a.js", "y();\nx = `a\nb`;"))
                .getMessage();
        assertTrue(message.contains("a.js, line 2"), message);
    }
}
