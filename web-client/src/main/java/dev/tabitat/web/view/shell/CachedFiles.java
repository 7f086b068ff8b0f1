package dev.tabitat.web.view.shell;

/** Which of the app's files the service worker keeps, each checked against its digest. */
public enum CachedFiles {
    /** Not all files of the start screen. */
    NOTHING,
    /** The start screen with what it needs to answer. */
    START,
    /** Every screen. */
    EVERYTHING
}
