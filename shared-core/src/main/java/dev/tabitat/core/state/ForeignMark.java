package dev.tabitat.core.state;

import java.util.Optional;

/**
 * A record that versions of the app without revisions change when they change an aggregate, so that their changes are
 * noticed; this version changes it too, so that they notice ours.
 *
 * @param table where it lies
 * @param isCount whether it is a number that grows by one; else it is a text that is another one each time
 */
public record ForeignMark(String table, String key, boolean isCount) {

    /**
     * What it says after a change.
     *
     * @param now what it says before
     * @param tag of the change
     */
    public String next(Optional<String> now, String tag) {
        return isCount ? String.valueOf(Long.parseLong(now.orElse("0")) + 1) : tag;
    }
}
