package dev.tabitat.web.view.documents;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * The document that is open.
 *
 * @param document its id; empty for none
 * @param start of the span that is cited, as a UTF-16 offset into the document's text
 * @param end of that span; {@code start} where nothing is cited
 * @param place where the span stands in the original, once that is known
 * @param stretch what {@code documents.read} answered
 * @param error why it did not
 */
record Opened(String document, int start, int end, Optional<JsonObject> place, Optional<JsonObject> stretch,
        Optional<ApiError> error) {

    static final Opened NONE = new Opened("", 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

    /** A span to be read; of the same document, what is there stays in sight. */
    Opened citing(Citation citation) {
        return new Opened(citation.document(), citation.start(), citation.end(), Optional.empty(),
                citation.document().equals(document) ? stretch : Optional.empty(), Optional.empty());
    }

    boolean cites() {
        return end > start;
    }

    Opened withPlace(Optional<JsonObject> where) {
        return new Opened(document, start, end, where, stretch, error);
    }

    Opened reading() {
        return new Opened(document, start, end, place, stretch, Optional.empty());
    }

    Opened withStretch(JsonObject read) {
        return new Opened(document, start, end, place, Optional.of(read), Optional.empty());
    }

    Opened withoutStretch() {
        return new Opened(document, start, end, place, Optional.empty(), error);
    }

    Opened failed(ApiError reason) {
        return new Opened(document, start, end, place, stretch, Optional.of(reason));
    }
}
