package dev.tabitat.web.view.shell;

import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Parts;

/** Offers a newer Tabitat, and never in the middle of work. */
final class AppUpdateNotice {

    private AppUpdateNotice() {}

    /** @param isBusy whether work is under way @param renew starts the newer one */
    static Html render(boolean isBusy, Runnable renew) {
        return el("div", cls("msg good"), Html.attr("role", "status"), el("strong", "A newer Tabitat is ready."),
                el("span", isBusy
                        ? "It can be used when the current work is done; other tabs keep the version they have."
                        : "It is fetched and checked. This tab restarts with it; your models stay, and other tabs keep the version they have."),
                isBusy ? null : el("div", cls("acts"), Parts.button("go", "Use it now", event -> renew.run())));
    }
}
