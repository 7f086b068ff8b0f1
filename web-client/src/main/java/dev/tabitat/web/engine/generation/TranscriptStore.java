package dev.tabitat.web.engine.generation;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.Transcript;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The transcripts of the last runs of this browser, by the digest of their bytes: so many, and of so many bytes. */
public final class TranscriptStore {

    /** How many are kept. */
    static final int MAX_COUNT = 50;
    /** Bytes of all that are kept; a longer one is not. */
    static final int MAX_BYTES = 4 << 20;

    private static final String INDEX = "transcripts";
    private static final String PREFIX = "transcript/";

    private final TabStore store;

    public TranscriptStore(TabStore store) {
        this.store = store;
    }

    /**
     * Keeps a transcript, in place of the oldest ones where there are too many. Where it cannot be written the run
     * counts all the same.
     *
     * @return its digest
     */
    Digest put(byte[] bytes) {
        Digest digest = Digest.of(bytes);
        if (bytes.length > MAX_BYTES) {
            return digest;
        }
        List<String> gone = new ArrayList<>();
        try {
            store.set(PREFIX + digest.hex(), Utf8.decode(bytes));
            store.change(INDEX, now -> Optional.of(JsonArray.ofEach(kept(now, digest, bytes.length, gone),
                    entry -> entry).toString()));
            for (String hex : gone) {
                store.unset(PREFIX + hex);
            }
        } catch (TabitatException full) {
            return digest;
        }
        return digest;
    }

    /** The index with one more. @param gone gets those that are no longer in it */
    private static List<JsonObject> kept(Optional<String> index, Digest digest, long bytes, List<String> gone) {
        gone.clear();
        List<JsonObject> entries = new ArrayList<>(entries(index));
        entries.removeIf(entry -> entry.string("digest").equals(digest.hex()));
        entries.add(JsonObject.of("digest", digest.hex(), "bytes", bytes));
        long sum = 0;
        int first = entries.size();
        while (first > 0 && entries.size() - first < MAX_COUNT
                && sum + entries.get(first - 1).integer("bytes") <= MAX_BYTES) {
            first--;
            sum += entries.get(first).integer("bytes");
        }
        for (JsonObject entry : entries.subList(0, first)) {
            gone.add(entry.string("digest"));
        }
        return entries.subList(first, entries.size());
    }

    private static List<JsonObject> entries(Optional<String> index) {
        if (index.isEmpty()) {
            return List.of();
        }
        Json json = JsonReader.read(index.get(), JsonLimits.DEFAULT);
        return json instanceof JsonArray array ? array.objects() : List.of();
    }

    /** @throws InvalidInput when it is not kept, or not any more */
    byte[] get(Digest digest) {
        Optional<String> text = store.setting(PREFIX + digest.hex());
        if (text.isEmpty()) {
            throw new InvalidInput("This transcript is not kept in this browser.",
                    Finding.at("transcript " + digest).expected("one of the last " + MAX_COUNT + " runs")
                            .found("no such transcript").remedy("Run the prompt again and export its transcript."));
        }
        return Utf8.encode(text.get());
    }

    /** A transcript that came as a file. @throws InvalidInput when there is none, or one that is too long */
    static Transcript read(Optional<Slices> file) {
        if (file.isEmpty() || file.get().length() > MAX_BYTES) {
            throw new InvalidInput("There is no transcript to replay, or it is too long.",
                    Finding.at("replayTranscript").expected("a file of at most " + MAX_BYTES + " bytes")
                            .found(file.isEmpty() ? "nothing" : file.get().length() + " bytes"));
        }
        return Transcript.read(file.get().read(0, (int) file.get().length()));
    }
}
