package dev.tabitat.web.documents;

import dev.tabitat.core.api.ApiError;

/** A failure that was reported before, perhaps by another tab. */
final class Failure extends RuntimeException {

    private final transient ApiError error;

    Failure(ApiError error) {
        super(error.message());
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
