package dev.tabitat.web.view.screen;

import dev.tabitat.core.format.Slices;
import java.util.Optional;

/**
 * A file that a person dropped or chose.
 *
 * @param type its media type as the browser guesses it; empty where it does not
 * @param path within the folder that it came in, its name last; empty where it came by itself
 * @param content empty where the browser does not hand it out; then it may be a folder, too
 */
public record PickedFile(String name, String type, String path, Optional<Slices> content) {

    /** Its length; 0 where the browser does not hand it out. */
    public long bytes() {
        return content.isPresent() ? content.get().length() : 0;
    }
}
