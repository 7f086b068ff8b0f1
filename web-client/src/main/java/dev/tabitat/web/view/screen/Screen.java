package dev.tabitat.web.view.screen;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import java.util.List;

/** One screen of the page with its controller: it keeps its own state, draws it, and applies what events say. */
public interface Screen {

    /** The screen as it should look now. */
    List<Html> render();

    /** The lists that the screen shows beside those of packages. */
    Lists lists();

    /** The screen is shown, or the person did something elsewhere that it shows: its lists are requested now. */
    default void open() {
        lists().open();
    }

    /** Another screen is shown: events still change the state, but nothing is requested. */
    default void close() {
        lists().close();
    }

    /**
     * Applies what an event of the engine says, and requests again, while the screen is open, the lists that the event
     * concerns.
     *
     * @param topic one of {@link dev.tabitat.web.protocol.Topic}
     */
    default void onEvent(String topic, JsonObject body) {
        lists().onEvent(topic, body);
    }

    /** The tab is seen again after it was hidden: what was due meanwhile is requested. */
    default void seen() {
        lists().seen();
    }

    /** The lists of packages that the screen shows, by the names in {@link PackagesController}. */
    List<String> packageLists();

    /** The page's address changed, to this screen or another. @param fragment of the address */
    default void navigated(String fragment) {}

    /** Whether work is under way that a restart of the page would end. */
    default boolean isBusy() {
        return false;
    }

    /**
     * Takes files that were dropped on the page.
     *
     * @param files at least one
     * @return whether the screen takes files
     */
    default boolean drop(List<PickedFile> files) {
        return false;
    }
}
