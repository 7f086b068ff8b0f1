package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Actions;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.parts.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said above every screen: a newer app, the host's sign-in, the engine and the store. */
final class Notices {

    private Notices() {}

    /** A screen with what is to be said above it. */
    static List<Html> above(List<Html> screen, State state, Actions actions) {
        List<Html> all = new ArrayList<>();
        if (state.newerApp) {
            all.add(Renewal.render(state, actions));
        }
        all.addAll(Hosting.notices(state));
        Optional<Html> notice = state.broken.map(error -> engineStopped(error, actions))
                .or(() -> StoreNotice.render(state, actions));
        notice.ifPresent(all::add);
        all.addAll(screen);
        return all;
    }

    private static Html engineStopped(ApiError error, Actions actions) {
        return Html.el("div", Html.cls("answer-box"),
                Parts.failure(error.message().isEmpty() ? "The engine stopped." : error.message(), error),
                Parts.button("go", "Try again", event -> actions.reload()));
    }
}
