package dev.tabitat.e2e.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The verified pieces of a package: where each lies, which of them a browser has, and which were asked for. */
public final class Pieces {

    private static final String CHUNKS = "dev.tabitat.chunks";

    /** One piece of one blob; digests with their {@code sha256:}. */
    public record Piece(String digest, String blob, String file, long first, long last) {}

    /** One blob of the package. */
    public record Blob(String digest, String file, long size) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final List<Blob> blobs = new ArrayList<>();

    private Pieces(JsonObject manifest) {
        add(manifest.getAsJsonObject("config"), "config");
        for (JsonElement layer : manifest.getAsJsonArray("layers")) {
            JsonObject annotations = layer.getAsJsonObject().getAsJsonObject("annotations");
            String path = annotations.entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith(".title") || entry.getKey().endsWith("filepath"))
                    .map(entry -> entry.getValue().getAsString()).findFirst().orElse("a layer");
            add(layer.getAsJsonObject(), path);
        }
    }

    private void add(JsonObject descriptor, String file) {
        String blob = descriptor.get("digest").getAsString();
        long size = descriptor.get("size").getAsLong();
        blobs.add(new Blob(blob, file, size));
        JsonObject annotations = descriptor.getAsJsonObject("annotations");
        if (annotations == null || !annotations.has(CHUNKS)) {
            pieces.add(new Piece(blob, blob, file, 0, size - 1));
            return;
        }
        JsonObject list = JsonParser.parseString(annotations.get(CHUNKS).getAsString()).getAsJsonObject();
        long step = list.get("chunk_bytes").getAsLong();
        long at = 0;
        for (JsonElement digest : list.getAsJsonArray("chunks")) {
            pieces.add(new Piece(digest.getAsString(), blob, file, at, Math.min(size, at + step) - 1));
            at += step;
        }
    }

    /** What the host says of a package. */
    public static Pieces of(URI host, String repository, String tag) {
        try {
            java.net.http.HttpResponse<String> answer = java.net.http.HttpClient.newHttpClient().send(
                    java.net.http.HttpRequest.newBuilder(host.resolve("/v2/" + repository + "/manifests/" + tag))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            return new Pieces(JsonParser.parseString(answer.body()).getAsJsonObject());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Blob> blobs() {
        return blobs;
    }

    public Blob largest() {
        return blobs.stream().max(java.util.Comparator.comparingLong(Blob::size)).orElseThrow();
    }

    /** The pieces that the browser's store has now, of whatever package; the page may be any of the same origin. */
    public static Set<String> kept(Page page) {
        String keys = (String) page.evaluate(
                """
                        async () => {
                          const ask = request => new Promise((ok, no) => { request.onsuccess = () => ok(request.result); request.onerror = () => no(request.error); });
                          const db = await ask(indexedDB.open('tabitat'));
                          if (!db.objectStoreNames.contains('chunks')) { db.close(); return '[]'; }
                          const keys = [...await ask(db.transaction('chunks', 'readonly').objectStore('chunks').getAllKeys()),
                            ...await ask(db.transaction('extents', 'readonly').objectStore('extents').getAllKeys())];
                          db.close();
                          return JSON.stringify(keys);
                        }
                        """);
        Set<String> kept = new TreeSet<>();
        JsonParser.parseString(keys).getAsJsonArray().forEach(key -> kept.add("sha256:" + key.getAsString()));
        return kept;
    }

    /** Pieces that were kept and were asked for all the same. */
    public List<String> askedInVain(Set<String> kept, List<FaultProxy.Seen> requests) {
        List<String> vain = new ArrayList<>();
        for (FaultProxy.Seen request : requests) {
            for (Piece piece : pieces) {
                if (request.path().endsWith("/blobs/" + piece.blob()) && kept.contains(piece.digest())
                        && reaches(request.range(), piece)) {
                    vain.add(piece.file() + " bytes " + piece.first() + " by "
                            + (request.range().isEmpty() ? "the whole" : request.range()));
                }
            }
        }
        return vain;
    }

    private static boolean reaches(String range, Piece piece) {
        if (range.isEmpty()) {
            return true;
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        return Long.parseLong(ends[0]) <= piece.last() && Long.parseLong(ends[1]) >= piece.first();
    }
}
