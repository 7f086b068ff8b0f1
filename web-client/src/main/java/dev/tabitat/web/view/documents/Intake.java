package dev.tabitat.web.view.documents;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.protocol.DocumentMethod;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Hands files over to the engine, a few at a time: the engine keeps what it has, the page only what waits behind. */
final class Intake {

    private static final int MAX_CONCURRENT = 16;

    /** Receives what becomes of each file. */
    @FunctionalInterface
    interface Listener {

        /**
         * A file was handed over, or refused.
         *
         * @param notice a sentence about it; empty for none
         * @param arriving how many files are not handed over yet
         */
        void handed(String notice, Optional<Library.Refusal> refusal, int arriving);
    }

    private final EngineCalls calls;
    private final Listener listener;
    private final Deque<PickedFile> waiting = new ArrayDeque<>();
    private int inFlight;

    Intake(EngineCalls calls, Listener listener) {
        this.calls = calls;
        this.listener = listener;
    }

    /**
     * Takes files in; of a folder only those that can be read and are neither hidden nor written by a program beside
     * documents.
     *
     * @return which of them stay out, as a sentence; empty for none
     */
    String add(List<PickedFile> files) {
        SkippedFiles leftOut = new SkippedFiles();
        for (PickedFile one : files) {
            if (one.content().isEmpty()) {
                leftOut.unreadable();
            } else if (leftOut.admits(one.name(), one.path())) {
                waiting.add(one);
            }
        }
        feed();
        return leftOut.sentence();
    }

    private void feed() {
        while (inFlight < MAX_CONCURRENT && !waiting.isEmpty()) {
            inFlight++;
            hand(waiting.poll());
        }
    }

    /** How many files are not handed over yet. */
    int arriving() {
        return inFlight + waiting.size();
    }

    private void hand(PickedFile one) {
        String name = Utf8.replaceUnpairedSurrogates(one.name());
        JsonObject params = JsonObject.of("name", name);
        params = one.type().isEmpty() ? params : params.with("type", one.type());
        params = one.path().isEmpty() ? params : params.with("path", Utf8.replaceUnpairedSurrogates(one.path()));
        calls.send(DocumentMethod.ADD, params, one, result -> {
            handed(((JsonObject) result).boolOr("duplicate", false)
                    ? "\u201c" + VisibleText.isolated(name) + "\u201d was here already."
                    : "", Optional.empty());
        }, error -> handed("", error.code().equals("cancelled") ? Optional.empty()
                : Optional.of(new Library.Refusal(name, error))), report -> {});
    }

    private void handed(String notice, Optional<Library.Refusal> refusal) {
        inFlight--;
        feed();
        listener.handed(notice, refusal, arriving());
    }
}
