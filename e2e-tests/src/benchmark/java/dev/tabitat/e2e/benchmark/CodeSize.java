package dev.tabitat.e2e.benchmark;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Bytes of code that a visit loads, as they are and after brotli at quality 11. */
record CodeSize(String what, List<String> files, long raw, long brotli) {

    private static final Set<String> KINDS = Set.of("wasm", "js", "css", "html");

    /** The whole app: what the web-client's size check adds up. */
    static CodeSize ofTabitat(Path site) throws IOException {
        List<String> files = new ArrayList<>();
        long raw = 0;
        long brotli = 0;
        for (JsonObject file : JsonReader.readObject(Files.readAllBytes(site.resolve("site.json")), JsonLimits.DEFAULT)
                .array("files").objects()) {
            String path = file.string("path");
            if (KINDS.contains(path.substring(path.lastIndexOf('.') + 1))) {
                files.add(path);
                raw += file.integer("bytes");
                brotli += file.integer("brotli");
            }
        }
        return new CodeSize(TabitatPage.NAME + ", the whole app", files, raw, brotli);
    }

    /** What the peer's page asked for of its library; the page's own few lines are not counted. */
    static CodeSize ofPeer(String what, Set<String> files, Path ort, Path cache) throws IOException {
        long raw = 0;
        long brotli = 0;
        for (String file : files) {
            byte[] bytes = Files.readAllBytes(ort.resolve(file));
            raw += bytes.length;
            brotli += brotli(bytes, cache);
        }
        return new CodeSize(what, List.copyOf(files), raw, brotli);
    }

    /** Quality 11 takes half a minute for the larger ones: what was found is kept by digest. */
    private static long brotli(byte[] bytes, Path cache) throws IOException {
        Path known = cache.resolve(Digest.of(bytes).hex());
        if (!Files.exists(known)) {
            Brotli4jLoader.ensureAvailability();
            Files.createDirectories(cache);
            Files.writeString(known,
                    Integer.toString(Encoder.compress(bytes, Encoder.Parameters.create(11, 22)).length));
        }
        return Long.parseLong(Files.readString(known));
    }

    JsonObject json() {
        return JsonObject.of("what", what, "files", files, "raw_bytes", raw, "brotli_bytes", brotli);
    }
}
