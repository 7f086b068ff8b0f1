package dev.tabitat.web.view.models;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.Json;
import dev.tabitat.web.view.parts.Fields;
import java.util.Optional;

/**
 * A model that is tried on its card with a text typed there.
 *
 * @param model its name; empty where none is tried
 * @param kind {@link #TAG}, {@link #RERANK}, {@link #EXTRACT} or {@link #LABELS}
 * @param fields what is typed, by field
 * @param result what the model answered last
 * @param error why it did not answer
 */
record Trial(String model, String kind, Fields fields, boolean isBusy, Optional<Json> result,
        Optional<ApiError> error) {

    /** Parts of a text are marked. */
    static final String TAG = "tag";
    /** Passages are ordered by how well they answer a question. */
    static final String RERANK = "rerank";
    /** The part of a text that answers a question. */
    static final String EXTRACT = "extract";
    /** A text gets some of the labels that are typed. */
    static final String LABELS = "labels";

    static final String TEXT = "trial-text";
    static final String QUESTION = "trial-question";

    static final Trial NONE = new Trial("", "", Fields.NONE, false, Optional.empty(), Optional.empty());

    static Trial of(String model, String kind) {
        return new Trial(model, kind, Fields.NONE, false, Optional.empty(), Optional.empty());
    }

    boolean isComplete() {
        return !fields.get(TEXT).isBlank() && (kind.equals(TAG) || !fields.get(QUESTION).isBlank());
    }

    Trial typed(String field, String text) {
        return new Trial(model, kind, fields.with(field, text), isBusy, result, error);
    }

    Trial asking() {
        return new Trial(model, kind, fields, true, Optional.empty(), Optional.empty());
    }

    Trial answered(Json now) {
        return new Trial(model, kind, fields, false, Optional.of(now), Optional.empty());
    }

    Trial failed(ApiError reason) {
        return new Trial(model, kind, fields, false, Optional.empty(), Optional.of(reason));
    }
}
