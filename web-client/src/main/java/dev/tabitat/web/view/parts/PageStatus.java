package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;
import java.util.Optional;

/**
 * How the page stands with its engine, its host, its store and the network.
 *
 * @param online whether the browser has a network
 * @param savesData whether downloads require confirmation, since the browser saves data or the connection is metered
 * @param broken why the engine stopped; empty while it runs
 * @param signIn why the host requires a sign-in; empty while it serves
 * @param notKept why the app's files cannot be kept for offline use; empty while they are, or may yet be
 * @param isStartKept whether the files of the start screen are kept for offline use
 * @param newerApp whether a newer Tabitat is ready to take the place of this one
 * @param storeError why the browser's store cannot be reached; empty while it can
 */
public record PageStatus(boolean online, boolean savesData, Optional<ApiError> broken, Optional<String> signIn,
        Optional<String> notKept, boolean isStartKept, boolean newerApp, Optional<ApiError> storeError) {

    /** As it is before anything is known. */
    public static final PageStatus FIRST = new PageStatus(true, false, Optional.empty(), Optional.empty(),
            Optional.empty(), false, false, Optional.empty());

    public PageStatus withOnline(boolean now) {
        return new PageStatus(now, savesData, broken, signIn, notKept, isStartKept, newerApp, storeError);
    }

    public PageStatus withSavesData(boolean now) {
        return new PageStatus(online, now, broken, signIn, notKept, isStartKept, newerApp, storeError);
    }

    public PageStatus withBroken(ApiError reason) {
        return new PageStatus(online, savesData, Optional.of(reason), signIn, notKept, isStartKept, newerApp,
                storeError);
    }

    public PageStatus withSignIn(Optional<String> reason) {
        return new PageStatus(online, savesData, broken, reason, notKept, isStartKept, newerApp, storeError);
    }

    public PageStatus withKept(Optional<String> problem, boolean start) {
        return new PageStatus(online, savesData, broken, signIn, problem, start, newerApp, storeError);
    }

    public PageStatus withNewerApp() {
        return new PageStatus(online, savesData, broken, signIn, notKept, isStartKept, true, storeError);
    }

    public PageStatus withStoreError(Optional<ApiError> reason) {
        return new PageStatus(online, savesData, broken, signIn, notKept, isStartKept, newerApp, reason);
    }
}
