package dev.tabitat.core.hub;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import java.util.OptionalLong;

/**
 * What a hub's answer other than 200 and 206 means, by its status and its {@code X-Error-Code} header.
 *
 * <pre>
 * 401 GatedRepo, 403 GatedRepo     people have to agree to the authors' terms      {@link Refused}
 * 401, 404 RepoNotFound            no such repository, or a private one            {@link InvalidInput}
 * 403 other                        closed, or blocked on the way                   {@link Refused}
 * 404 RevisionNotFound             no such branch, tag or commit                   {@link InvalidInput}
 * 404 EntryNotFound                no such file at that revision                   {@link InvalidInput}
 * 301, 302, 307, 308               renamed, where redirects are not followed       {@link InvalidInput}
 * 429                              too many requests; Retry-After says until when  {@link Unavailable}
 * 5xx                              the hub has a fault                             {@link Unavailable}
 * </pre>
 *
 * Source: {@code hf_raise_for_status} of the huggingface_hub library.
 *
 * @param status of the answer
 * @param errorCode of the header {@code X-Error-Code}; empty where it is missing or a browser hides it
 * @param errorMessage of the header {@code X-Error-Message}; empty likewise
 * @param retryAfterSeconds of the header {@code Retry-After}
 */
public record HubFailure(int status, String errorCode, String errorMessage, OptionalLong retryAfterSeconds) {

    private static final int MAX_MESSAGE = 300;
    private static final String BY_HAND = "Or download the files with your account and add them from this device.";

    /**
     * The error for people and scripts.
     *
     * @param origin of the hub
     * @param id the model that was asked for
     * @param what the file's path, or {@code the model}
     */
    public TabitatException toError(String origin, HubModelId id, HubRevision revision, String what) {
        Finding place = Finding.at(origin + ", " + id + " at " + revision + ", " + what)
                .found("status " + status + (errorCode.isEmpty() ? "" : " " + brief(errorCode))
                        + (errorMessage.isEmpty() ? "" : ": " + brief(errorMessage)));
        if (errorCode.equals("GatedRepo")) {
            return new Refused("The authors of this model give access only to people who have agreed to their terms.",
                    place.expected("a model that can be read without an account")
                            .remedy("Open " + origin + "/" + id + ", agree to the terms there, and give your access "
                                    + "token here; or download the files with your account and add them from this "
                                    + "device."));
        }
        if (errorCode.equals("RevisionNotFound")) {
            return new InvalidInput("The model has no such revision.", place
                    .expected("a branch, a tag or a commit of " + id)
                    .remedy("Leave the revision out for the newest one, or choose one that the model's page lists."));
        }
        if (errorCode.equals("EntryNotFound")) {
            return new InvalidInput("The model has no such file.", place.expected("a file of " + id)
                    .remedy("Inspect the model again: its files may have changed."));
        }
        if (errorCode.equals("RepoNotFound") || status == 401 || status == 404) {
            return new InvalidInput("The hub has no public model of this name.", place
                    .expected("a public model").remedy("Check the spelling. If the model is private, download its "
                            + "files with your account and add them from this device."));
        }
        return other(origin, id, place);
    }

    private TabitatException other(String origin, HubModelId id, Finding place) {
        if (status == 429) {
            String when = retryAfterSeconds.isPresent() ? "in " + pause(retryAfterSeconds.getAsLong()) : "in a minute";
            return new Unavailable("The hub has received too many requests from here.",
                    place.expected("an answer").remedy("Try again " + when + ". What was fetched is kept."));
        }
        if (status == 403) {
            return new Refused("The hub refuses to give this model out.", place.expected("a model that anyone may read")
                    .remedy("Open " + origin + "/" + id + " to see why. " + BY_HAND));
        }
        if (status >= 300 && status < 400) {
            return new InvalidInput("The model was renamed or moved.", place.expected("a model of this name")
                    .remedy("Open " + origin + "/" + id + ", and use the name that is shown there."));
        }
        if (status >= 500) {
            return new Unavailable("The hub has a fault.",
                    place.expected("an answer").remedy("Try again later. What was fetched is kept."));
        }
        return new Unavailable("The hub gave an unexpected answer.",
                place.expected("status 200").remedy("Try again later; if it happens again, report what was found."));
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return status == 429 || status == 408 || status >= 500;
    }

    private static String pause(long seconds) {
        if (seconds < 90) {
            return Math.max(1, seconds) == 1 ? "a second" : seconds + " seconds";
        }
        return (seconds + 59) / 60 + " minutes";
    }

    private static String brief(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_MESSAGE); i++) {
            char c = text.charAt(i);
            plain.append(c < ' ' || c == 0x7F ? ' ' : c);
        }
        return plain.toString();
    }
}
