package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said above every screen: a newer app, the host's sign-in, the engine and the store. */
final class Notices {

    private Notices() {}

    /**
     * A screen with what is to be said above it.
     *
     * @param areDocumentsInMemory whether documents are in this tab's memory only
     * @param isBusy whether work is under way that a restart of the page would end
     * @param renew starts the newer app that is ready
     */
    static List<Html> above(List<Html> screen, Packages packages, PageStatus status, boolean areDocumentsInMemory,
            boolean isBusy, Runnable renew) {
        List<Html> all = new ArrayList<>();
        if (status.newerApp()) {
            all.add(AppUpdateNotice.render(isBusy, renew));
        }
        all.addAll(Hosting.notices(status));
        Optional<Html> notice = status.broken().map(Notices::engineStopped)
                .or(() -> StoreNotice.render(packages, status, areDocumentsInMemory));
        notice.ifPresent(all::add);
        all.addAll(screen);
        return all;
    }

    private static Html engineStopped(ApiError error) {
        return Html.el("div", Html.cls("answer-box"),
                Parts.failure(error.message().isEmpty() ? "The engine stopped." : error.message(), error),
                Parts.button("go", "Try again", event -> Page.reload()));
    }
}
