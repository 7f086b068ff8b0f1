package dev.tabitat.web.view.shell;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices about the server that the page came from: that it requires a sign-in, and why the app's files cannot be kept.
 */
final class Hosting {

    /** An address of the app at which the service worker leaves everything to the server and the browser. */
    private static final String SIGN_IN = "./?sign-in";

    private Hosting() {}

    static List<Html> notices(PageStatus status) {
        List<Html> notices = new ArrayList<>();
        status.signIn().ifPresent(why -> notices.add(el("div", cls("msg harm"), attr("role", "alert"),
                attr("id", "sign-in"),
                el("strong", "Sign in again."),
                el("span", why + " What is stored in this browser is safe, and installed models answer as before."),
                el("div", cls("acts"), el("a", attr("href", SIGN_IN), "Sign in again")))));
        status.notKept().ifPresent(why -> {
            Html notice = Parts.message("harm", status.isStartKept() ? "Not every screen could be kept for offline use."
                    : "Tabitat cannot be kept for offline use.", why);
            notices.add(el("div", attr("id", "not-kept"), attr("role", "status"), notice));
        });
        return notices;
    }
}
