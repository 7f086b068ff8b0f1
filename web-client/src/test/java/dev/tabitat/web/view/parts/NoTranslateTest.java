package dev.tabitat.web.view.parts;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.start.StartActions;
import dev.tabitat.web.view.start.StartScreen;
import dev.tabitat.web.view.start.StartState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A translator leaves alone what must be exact, and translates the rest. */
final class NoTranslateTest {

    @Test
    void answersFiguresDigestsAndCodeAreMarked() {
        for (Html html : List.of(el("output", "French"), el("td", cls("r"), "0.98"),
                el("span", cls("quiet mono"), "3fa0\u20262c11"), el("dd", "12.4 MB"),
                el("small", "n = 40"), Parts.digest("sha256:0123456789abcdef", false, event -> {}),
                el("pre", "code: refused"))) {
            assertEquals("no", NoTranslate.marked(List.of(html)).get(0).attributes().get("translate"),
                    html.tag() + " " + html.attributes());
        }
    }

    @Test
    void sentencesAndLabelsAreNot() {
        for (Html html : List.of(el("p", "It runs in 12 ms on this device."), el("button", "Install, 24 MB"),
                el("span", "This is"),
                el("span", "A sentence in a span that says 12 and goes on for long"), el("h2", "3 models here"))) {
            assertFalse(NoTranslate.marked(List.of(html)).get(0).attributes().containsKey("translate"),
                    html.tag() + " " + html.attributes());
        }
    }

    @Test
    void theAnswerOfTheStartScreenIsMarkedWithItsShares() {
        StartState state = StartState.FIRST.asReady().withText("el caf\u00e9 estar\u00e1 listo", "");
        state = state.answered(
                Optional.of(JsonObject.of("model", "lande:q8", "backend", "wasm", "total_duration", 400_000,
                        "results",
                        JsonArray.of(JsonArray.of(JsonObject.of("label", "spa", "score", 0.97),
                                JsonObject.of("label", "por", "score", 0.03))),
                        "judgements",
                        JsonArray.of(JsonObject.of("verdict", "accepted", "words", "It counts from 70 %.")))),
                Optional.empty());
        List<Html> screen = NoTranslate.marked(StartScreen.render(state, Packages.UNKNOWN, PageStatus.FIRST,
                Drawn.asked(StartActions.class, new ArrayList<>())));
        for (String exact : List.of("<spa>", "<por>", "97.0 %", "3.0 %")) {
            assertTrue(isMarked(screen, exact, false), exact);
        }
        assertFalse(isMarked(screen, "This is", false));
    }

    @Test
    void anAttributeThatIsThereStays() {
        assertEquals("yes", NoTranslate.marked(List.of(el("output", attr("translate", "yes"), "x"))).get(0).attributes()
                .get("translate"));
    }

    private static boolean isMarked(List<Html> among, String text, boolean inside) {
        for (Html html : among) {
            boolean marked = inside || "no".equals(html.attributes().get("translate"));
            if (html.isText() ? inside && html.text().equals(text) : isMarked(html.children(), text, marked)) {
                return true;
            }
        }
        return false;
    }
}
