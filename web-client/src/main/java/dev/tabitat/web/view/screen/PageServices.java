package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import java.util.List;
import java.util.function.Consumer;

/** What a controller needs of the page. */
public interface PageServices extends Lists.Host {

    /** The state changed: the screen is drawn at the next frame. */
    void changed();

    /** Draws, then moves the focus to the element of this id, where it is there. */
    void focus(String id);

    /** Draws, then scrolls an element into view and focuses it; the other one where it is not there. */
    void reveal(String id, String otherwise);

    /** Reads a text out after a pause, in place of one that still waits. */
    void announce(String text);

    /** The person types on: the pending announcement is out of date. */
    void hush();

    /** Copies a text to the clipboard and waits for the browser. @return why it was not copied; empty where it was */
    String copy(String text);

    /** Saves a text as a file. @param type media type */
    void download(String name, String type, String text);

    /** Saves bytes as a file. */
    void save(String name, Slices file);

    /** Opens a screen, by its name. */
    void open(String fragment);

    /** The page's address without a fragment. */
    String address();

    /** When a day begins here, in UTC; empty for what is no day. @param day as {@code 2026-03-01} */
    String dayStart(String day);

    /** What a language's code is called, in English. */
    String language(String code);

    /** Hands over what was chosen in a file field, which is empty again afterwards. @param event of the browser */
    void picked(Object event, Consumer<List<PickedFile>> task);

    /** Several files as one, one after the other; nothing is read yet. @param files that the browser hands out */
    PickedFile joined(List<PickedFile> files);

    /** A call failed; a failure of the whole store is shown on every screen. */
    void failed(ApiError error);
}
