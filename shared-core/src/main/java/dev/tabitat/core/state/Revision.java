package dev.tabitat.core.state;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;

/**
 * How often an aggregate was changed, as the store keeps it: {@code {revision, tag}}.
 *
 * @param number from 0, one more with each change
 * @param tag random letters and digits of this change, so that revisions of different stores are never taken for each
 * other
 */
public record Revision(long number, String tag) {

    /** Of a store in which nothing was changed by a version of the app that counts. */
    public static final Revision NONE = new Revision(0, "");

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static Revision read(Optional<String> record) {
        if (record.isEmpty()) {
            return NONE;
        }
        JsonObject json = JsonReader.readObject(record.get(), JsonLimits.DEFAULT);
        return new Revision(json.integer("revision"), json.string("tag"));
    }

    public String record() {
        return JsonObject.of("revision", number, "tag", tag).toString();
    }

    /**
     * What tells this revision from every other state of any store.
     *
     * @param mark what the aggregate's {@link ForeignMark} says, so that a change by a version of the app without
     * revisions is another stamp
     */
    public String stamp(String mark) {
        return tag + "/" + mark;
    }
}
