package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;

/** What an HTTP status of a registry means for the person, and what they can do. */
final class RegistryFailure {

    private RegistryFailure() {}

    /** @throws Unavailable unless the status is 200 or 206 */
    static void require(int status, String where) {
        if (status != 200 && status != 206) {
            throw of(status, where);
        }
    }

    static Unavailable of(int status, String where) {
        return switch (status) {
            case 401 -> signIn(where);
            case 403 -> failure(status, where, "The registry does not allow this to be read without a sign-in.",
                    "Use a repository that is public, or import the package as a file.");
            case 404 ->
                failure(status, where, "The server does not have this.", "Check the name, the repository and the tag.");
            case 429 -> failure(status, where, "The registry has had too many requests from this address.",
                    "Wait some minutes, then try again.");
            case 502, 503, 504 ->
                failure(status, where, "The registry is not available at the moment.", "Try again later.");
            case 511 -> failure(status, where, "A sign-in page of the network may be in the way.",
                    "Open any web page in a new tab, sign in to the network, then try again.");
            default -> failure(status, where, "The server did not return what was requested.", "Try again later.");
        };
    }

    /** Whether a failure is that the server has too much to do at the moment. */
    static boolean isBusy(Unavailable failure) {
        String found = failure.finding().found();
        return found.equals("status 429") || found.equals("status 503");
    }

    /** What is behind a sign-in stays there: only anonymous tokens are asked for. */
    static Unavailable signIn(String where) {
        return failure(401, where, "The registry requires a sign-in; only what is open to everybody can be fetched.",
                "Use a repository that is public, or import the package as a file.");
    }

    private static Unavailable failure(int status, String where, String message, String remedy) {
        return new Unavailable(message,
                Finding.at(where).expected("status 200 or 206").found("status " + status).remedy(remedy));
    }
}
