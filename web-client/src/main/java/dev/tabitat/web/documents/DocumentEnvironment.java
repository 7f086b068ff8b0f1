package dev.tabitat.web.documents;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.text.PlatformDecoder;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.store.ClockAndRandom;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.PersistentNote;
import java.util.Optional;
import java.util.function.Supplier;

/** The environment of the document service: what it needs of the browser. */
interface DocumentEnvironment extends ClockAndRandom, CrossTabLock.Tab {

    /** Nanoseconds on a clock that never goes back. */
    long nanos();

    /** Milliseconds on the same clock. */
    double millis();

    /** Lets messages come in that wait. */
    void yieldToMessages();

    /** Waits; other threads go on. */
    void pause(int millis);

    /** A lock for threads of this worker, which admits one at a time in their order. */
    default FairLock lock() {
        return new FairLock();
    }

    /** Notifies other tabs and the engine of a change. */
    void announce(String topic);

    /** Does work unless another holder of the lock of that name is at work; empty then. */
    <T> Optional<T> aloneIfFree(String name, Supplier<T> work);

    DocumentCipher cipher();

    /** Decodes legacy encodings. */
    PlatformDecoder decoder();

    /** The fastest backend that runs encoders here. @param notes where the choice of kernels is noted */
    Backend backend(PersistentNote notes);

    /** An empty index of vectors on the fastest kernels. */
    VectorIndex vectors(int width);

    /** How many threads a pass may use. */
    int threads();

    /** Why there are fewer threads than asked for; empty while all work. */
    default Optional<String> threadProblem() {
        return Optional.empty();
    }

    /** A file in the making, which may become larger than memory. */
    FileMaker file(String mediaType);

    /** A file in the making. */
    interface FileMaker {

        void add(byte[] bytes);

        Slices file();
    }

    /**
     * Opens a PDF in a worker of its own.
     *
     * @throws dev.tabitat.core.error.TabitatException naming a password, damage, or that it took too long
     */
    Pdf openPdf(Slices file, CancellationToken stop);

    /** An open PDF; its opener closes it. */
    interface Pdf extends AutoCloseable {

        int pages();

        /** As its metadata say; empty without. */
        String title();

        /** @param number from 1 */
        Page page(int number, CancellationToken stop);

        @Override
        void close();
    }

    /**
     * What a page shows as text.
     *
     * @param items {@code [text, x, y, width, height, endsLine, font, name]} in points from the lower left corner, in
     * the order in which the page draws them; see {@link dev.tabitat.core.documents.PdfAssembler#page}
     * @param hidden pieces that were left out since their layer is switched off
     * @param comments notes that the page shows only as a sign
     */
    record Page(double width, double height, JsonArray items, int hidden, int comments) {}
}
