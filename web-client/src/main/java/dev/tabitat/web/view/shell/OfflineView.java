package dev.tabitat.web.view.shell;

/** A page that shows what the service worker says. */
public interface OfflineView {

    /** The service worker has looked at what it keeps. */
    void offline(CachedFiles now);

    /** A newer Tabitat is ready: {@code use} starts it, when the person says so. */
    void newer(Runnable use);

    /** The service worker could not keep the app's files. @param needsSignIn whether the server requires a sign-in */
    void notKept(String reason, boolean needsSignIn);

    /** The service worker cannot be had here. @param reason a sentence; empty where the browser gives none */
    void offlineRefused(String reason);
}
