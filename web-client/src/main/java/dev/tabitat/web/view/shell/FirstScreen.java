package dev.tabitat.web.view.shell;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.dom.HtmlText;
import dev.tabitat.web.view.parts.Exact;
import dev.tabitat.web.view.parts.State;
import dev.tabitat.web.view.start.StartScreen;
import java.util.List;

/**
 * The start screen as it is drawn before anything is known; the build puts it into the page, so that it shows at once.
 */
public final class FirstScreen {

    /** The name of the browser's performance mark that is set when the first answer has been drawn. */
    static final String ANSWER_MARK = "tabitat:first-answer";

    private FirstScreen() {}

    /** A screen's own element, so that nothing of another screen is taken for a part of it. */
    static Html frame(String name, List<Html> screen) {
        return Html.el("div", Html.attr("id", "screen-" + name), Html.cls("wrap-screen"), Exact.marked(screen));
    }

    /** As the page's markup. */
    public static String markup() {
        return HtmlText.of(frame("start", StartScreen.render(new State(), new NoActions())));
    }
}
