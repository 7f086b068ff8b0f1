package dev.tabitat.web.worker;

import dev.tabitat.core.api.ApiError;

/** A failure that was reported before, perhaps by another tab: the call fails with the same error. */
public final class ReportedFailure extends RuntimeException {

    private final transient ApiError error;

    public ReportedFailure(ApiError error) {
        super(error.message());
        this.error = error;
    }

    ApiError error() {
        return error;
    }
}
