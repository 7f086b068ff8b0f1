package dev.tabitat.web.view.documents;

/**
 * A question to documents.
 *
 * @param only the one document that is asked; empty for all
 * @param addedFrom a day, as {@code 2026-03-01}; empty for any
 * @param addedBefore a day, as {@code 2026-03-01}; empty for any
 */
record Question(String query, String mode, String k, String only, String addedFrom, String addedBefore) {

    static final Question FIRST = new Question("", "hybrid", "10", "", "", "");

    Question withQuery(String text) {
        return new Question(text, mode, k, only, addedFrom, addedBefore);
    }

    Question withMode(String now) {
        return new Question(query, now, k, only, addedFrom, addedBefore);
    }

    Question withK(String count) {
        return new Question(query, mode, count, only, addedFrom, addedBefore);
    }

    Question withOnly(String id) {
        return new Question(query, mode, k, id, addedFrom, addedBefore);
    }

    Question withAddedFrom(String day) {
        return new Question(query, mode, k, only, day, addedBefore);
    }

    Question withAddedBefore(String day) {
        return new Question(query, mode, k, only, addedFrom, day);
    }
}
