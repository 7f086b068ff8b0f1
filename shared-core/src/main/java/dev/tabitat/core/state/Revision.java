package dev.tabitat.core.state;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;

/**
 * How often an aggregate was changed, as the store keeps it: {@code {revision, tag, generation}}.
 *
 * @param number from 0, one more with each change
 * @param tag random letters and digits of this change, so that revisions of different stores are never taken for each
 * other
 * @param generation the store's counter of package changes after this change, which versions of the app without
 * revisions raise too: another number in the store means that such a version has written since
 */
public record Revision(long number, String tag, String generation) {

    /** A store in which nothing was changed by a version of the app that counts. */
    public static final Revision NONE = new Revision(0, "", "");

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static Revision read(Optional<String> record) {
        if (record.isEmpty()) {
            return NONE;
        }
        JsonObject json = JsonReader.readObject(record.get(), JsonLimits.DEFAULT);
        return new Revision(json.integer("revision"), json.string("tag"), json.string("generation"));
    }

    public String record() {
        return JsonObject.of("revision", number, "tag", tag, "generation", generation).toString();
    }
}
