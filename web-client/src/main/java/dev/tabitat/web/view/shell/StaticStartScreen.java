package dev.tabitat.web.view.shell;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.dom.HtmlText;
import dev.tabitat.web.view.parts.NoTranslate;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.start.StartActions;
import dev.tabitat.web.view.start.StartScreen;
import dev.tabitat.web.view.start.StartState;
import java.util.List;

/**
 * The start screen as it is drawn before anything is known; the build puts it into the page, so that it shows at once.
 */
public final class StaticStartScreen {

    /** The name of the browser's performance mark that is set when the first answer has been drawn. */
    static final String ANSWER_MARK = "tabitat:first-answer";

    private StaticStartScreen() {}

    /** A screen's own element, so that nothing of another screen is taken for a part of it. */
    static Html frame(String name, List<Html> screen) {
        return Html.el("div", Html.attr("id", "screen-" + name), Html.cls("wrap-screen"), NoTranslate.marked(screen));
    }

    /** As the page's markup. */
    public static String markup() {
        return HtmlText.of(frame("start",
                StartScreen.render(StartState.FIRST, Packages.UNKNOWN, PageStatus.FIRST, new NoActions())));
    }

    /** For markup whose actions do not work yet. */
    private static final class NoActions implements StartActions {

        @Override
        public void typed(String text) {}

        @Override
        public void sample(String name, String text) {}

        @Override
        public void useModel(String name) {}

        @Override
        public void useTask(String task) {}

        @Override
        public void install(String name) {}

        @Override
        public String language(String code) {
            return code;
        }
    }
}
