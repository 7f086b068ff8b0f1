package dev.tabitat.web.view.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a person sees before the app has started. */
final class StaticStartScreenTest {

    private final String markup = StaticStartScreen.markup();

    @Test
    void theFieldTakesTextAtOnceAndTheSamplesStandThere() {
        assertTrue(markup.contains("<textarea"), markup);
        assertFalse(markup.contains("disabled"), markup);
        assertTrue(markup.contains("Bus stop"), markup);
    }

    @Test
    void nothingInItBreaksTheSecurityPolicy() {
        assertFalse(markup.contains("style="), markup);
        assertFalse(markup.contains("onclick"), markup);
        assertFalse(markup.contains("<script"), markup);
    }

    @Test
    void thePageHasExactlyOnePlaceForIt() throws IOException {
        String page = Files.readString(Path.of("src/main/web/index.html"));
        assertEquals(2, page.split("<!-- the start screen, as the app first draws it -->", -1).length);
    }
}
