package dev.tabitat.web.view.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.web.view.dom.HtmlText;
import dev.tabitat.web.view.parts.PageStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostingTest {

    @Test
    void nothingIsSaidWhileTheHostServes() {
        assertEquals(0, Hosting.notices(PageStatus.FIRST).size());
    }

    @Test
    void aSignInIsOneLinkAway() {
        PageStatus state = PageStatus.FIRST
                .withSignIn(Optional.of("This site requires a sign-in: your session may have ended."));
        String notice = HtmlText.of(Hosting.notices(state).get(0));
        assertTrue(notice.contains("<a href=\"./?sign-in\">Sign in again</a>")
                && notice.contains("your session may have ended"), notice);
    }

    @Test
    void whyTheAppCannotBeKeptIsSaid() {
        PageStatus state = PageStatus.FIRST
                .withKept(Optional.of("The file index.html is not the one that this app was built with."), false);
        String notice = HtmlText.of(Hosting.notices(state).get(0));
        assertTrue(notice.contains("cannot be kept for offline use") && notice.contains("index.html"), notice);
    }
}
