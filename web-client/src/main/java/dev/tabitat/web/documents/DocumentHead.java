package dev.tabitat.web.documents;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a document is, as it is kept.
 *
 * @param name the file's
 * @param format as {@code DocumentEntry.format}; empty for a file that was not read yet
 * @param bytes of the original
 * @param digest of the original
 * @param characters of its text
 * @param pages 0 where it has none
 */
record DocumentHead(String title, String name, String format, long bytes, String digest, String addedAtUtc,
        long characters, int passages, int pages, List<String> notices) {

    /** Of a draft: what the file's sender says that it is; absent where nothing is said. */
    static final String MEDIA_TYPE = "media_type";

    static DocumentHead draft(String name, long bytes, String digest, String nowUtc) {
        return new DocumentHead("", name, "", bytes, digest, nowUtc, 0, 0, 0, List.of());
    }

    /** What its passages stand under when their meaning is read: its title, or its file's name in words. */
    String heading() {
        if (!title.isEmpty()) {
            return title;
        }
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name).replace('-', ' ').replace('_', ' ').trim();
    }

    JsonObject toJson() {
        return JsonObject.of("title", title, "name", name, "format", format, "bytes", bytes, "digest", digest,
                "added_at_utc", addedAtUtc, "characters", characters,
                "passages", passages, "pages", pages, "notices", JsonArray.ofStrings(notices));
    }

    static DocumentHead of(JsonObject json) {
        return new DocumentHead(json.string("title"), json.string("name"), json.string("format"), json.integer("bytes"),
                json.string("digest"), json.string("added_at_utc"),
                json.integer("characters"), (int) json.integer("passages"), (int) json.integer("pages"),
                json.array("notices").strings());
    }

    /** As scripts see it. */
    JsonObject entry(String id, int embedded, String state, Optional<JsonObject> error) {
        JsonObject entry = JsonObject.of("id", id, "title", title.isEmpty() ? name : title, "name", name, "format",
                format, "bytes", bytes, "added_at_utc", addedAtUtc,
                "characters", characters, "passages", passages, "embedded", embedded, "state", state, "notices",
                JsonArray.ofStrings(notices));
        entry = pages > 0 ? entry.with("pages", pages) : entry;
        return error.isPresent() ? entry.with("error", error.get()) : entry;
    }
}
