package dev.tabitat.web.view.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An element holds what was meant to stand in it, and refuses what has no text for a person. */
final class HtmlTest {

    private static Html folded(String title, Object... content) {
        return Html.el("details", Html.el("summary", title), Html.el("div", Html.cls("form"), content));
    }

    @Test
    void partsThatAreHandedOnAreParts() {
        Html html = folded("More", Html.el("b", "bold"), " and ", List.of(Html.el("i", "slanted")), null,
                Html.attr("id", "x"), 3);
        assertEquals(
                "<details><summary>More</summary><div class=\"form\" id=\"x\"><b>bold</b> and <i>slanted</i>3</div></details>",
                HtmlText.of(html));
        assertEquals("<p>ab</p>", HtmlText.of(Html.el("p", (Object) new Object[]{"a", new String[]{"b"}})));
        assertEquals("<details><summary>Empty</summary><div class=\"form\"></div></details>",
                HtmlText.of(folded("Empty")));
    }

    @Test
    void whatHasNoTextForAPersonIsRefused() {
        for (Object wrong : Arrays.asList(new int[]{1}, Optional.empty(), new Object(), true)) {
            IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Html.el("p", wrong));
            assertTrue(error.getMessage().startsWith("<p>"), error.getMessage());
        }
    }
}
