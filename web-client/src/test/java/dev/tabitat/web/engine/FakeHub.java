package dev.tabitat.web.engine;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.GitBlobId;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Http;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A model hub in memory that answers as Hugging Face's does, and other addresses: listings in pages, pointers of large
 * files, redirects to signed addresses of another origin, ranges.
 */
final class FakeHub implements Http {

    static final String ORIGIN = "https://hub.example";
    static final String FILES = "https://cdn.hub.example";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final HubAddresses ADDRESSES = new HubAddresses(ORIGIN,
            dev.tabitat.core.hub.FileOrigins.parse(List.of("https://*.hub.example")));

    private static final int PAGE = 3;
    private static final String FIXTURES = "/dev/tabitat/core/model/encoder/";

    private final Map<String, Map<String, byte[]>> models = new LinkedHashMap<>();
    final Map<String, byte[]> elsewhere = new LinkedHashMap<>();
    final List<String> requests = new ArrayList<>();
    final Map<String, String> tokens = new LinkedHashMap<>();
    /** Spoils answers: by the address that answers and what it would say. */
    BiFunction<String, Sent, Sent> fault = (url, sent) -> sent;
    /** What happens before a part of an answer is handed over. */
    Runnable whileSending = () -> {};
    /** Bytes that an answer hands over at once. */
    int piece = 1 << 16;
    long sentBytes;
    boolean isOffline;

    /** An answer before it is sent. @param breaksAfter so many bytes the connection ends with a failure */
    record Sent(int status, byte[] body, Map<String, String> headers, String url, int breaksAfter) {

        Sent with(int otherStatus, byte[] otherBody) {
            return new Sent(otherStatus, otherBody, headers, url, breaksAfter);
        }

        Sent header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Sent(status, body, more, url, breaksAfter);
        }

        Sent breaking(int after) {
            return new Sent(status, body, headers, url, after);
        }

        Sent at(String other) {
            return new Sent(status, body, headers, other, breaksAfter);
        }
    }

    FakeHub offer(String id, Map<String, byte[]> files) {
        models.put(id, files);
        return this;
    }

    /** Real small encoders, with a tokenizer of as many tokens as they have embeddings. */
    static Map<String, byte[]> fixture(String name, String... more) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> paths = new ArrayList<>(List.of("config.json", "model.safetensors"));
        paths.addAll(List.of(more));
        for (String path : paths) {
            files.put(path, resource(FIXTURES + name + "/" + path));
        }
        files.put("tokenizer.json", Utf8.encode(tokenizer()));
        files.put("README.md", Utf8.encode("---\nlicense: mit\n---\n# Sentences\n"));
        return files;
    }

    static Map<String, byte[]> sentences() {
        return fixture("sentence", "modules.json", "1_Pooling/config.json", "2_Dense/config.json",
                "2_Dense/model.safetensors");
    }

    /** The model with some megabytes more of weights. */
    static Map<String, byte[]> large() {
        return large(900_000);
    }

    /** @param more numbers that nothing reads */
    static Map<String, byte[]> large(int more) {
        Map<String, byte[]> files = sentences();
        byte[] before = files.get("model.safetensors");
        SafetensorsOutline outline = SafetensorsOutline.read(Slices.of(before),
                SafetensorsLimits.DEFAULT);
        List<SafetensorsOutline.Entry> entries = new ArrayList<>(outline.entries());
        long end = entries.get(entries.size() - 1).end();
        entries.add(new SafetensorsOutline.Entry("unused.bias", "F32", List.of((long) more), end, end + 4L * more));
        byte[] head = SafetensorsOutline.encode(entries, Map.of("format", "pt"));
        byte[] file = new byte[(int) (head.length + end + 4L * more)];
        new Random(5).nextBytes(file);
        System.arraycopy(head, 0, file, 0, head.length);
        System.arraycopy(before, (int) outline.dataStart(), file, head.length, (int) end);
        for (int i = head.length + (int) end + 3; i < file.length; i += 4) {
            file[i] = 0;
        }
        files.put("model.safetensors", file);
        return files;
    }

    static byte[] resource(String path) {
        try (InputStream in = FakeHub.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String tokenizer() {
        StringBuilder vocab = new StringBuilder("\"[PAD]\":0,\"[UNK]\":1,\"[CLS]\":2,\"[SEP]\":3,\"[MASK]\":4");
        for (int i = 0; i < 20; i++) {
            vocab.append(",\"").append((char) ('a' + i)).append("\":").append(5 + i);
        }
        return "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
                + "\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
                + "\"strip_accents\":null,\"lowercase\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
                + "\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]},"
                + "\"decoder\":null,\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\","
                + "\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":100,\"vocab\":{" + vocab + "}}}";
    }

    private static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".gguf") || path.endsWith(".onnx")
                || path.endsWith(".bin");
    }

    @Override
    public ByteSource.Answer get(Request request, CancellationToken stop) {
        stop.check();
        requests.add(request.url() + (request.span().isPresent()
                ? " " + request.span().get().first() + "-" + request.span().get().last()
                : ""));
        if (!request.token().isEmpty()) {
            tokens.put(request.url(), request.token());
        }
        if (isOffline) {
            throw new Unavailable("The server did not answer.",
                    Finding.at(request.url()).expected("an answer").found("none"));
        }
        Sent sent = answer(request);
        Sent spoiled = fault.apply(sent.url(), sent);
        boolean isRedirected = !spoiled.url().equals(request.url()) && request.redirects() == Redirects.REFUSE;
        return new Streamed(
                isRedirected ? new Sent(ByteSource.REDIRECTED, new byte[0], Map.of(), request.url(), -1) : spoiled,
                stop);
    }

    private Sent answer(Request request) {
        String url = request.url();
        if (elsewhere.containsKey(url)) {
            return part(request, elsewhere.get(url), url).header("last-modified", "Mon, 30 Nov 2026 08:00:00 GMT");
        }
        if (url.startsWith(ORIGIN + "/api/models?")) {
            List<Json> hits = new ArrayList<>();
            for (String id : models.keySet()) {
                hits.add(JsonObject.of("id", id, "downloads", 7, "likes", 2, "gated", false, "pipeline_tag",
                        "sentence-similarity", "library_name", "sentence-transformers", "tags",
                        JsonArray.of("license:mit")));
            }
            return json(url, new JsonArray(hits));
        }
        for (Map.Entry<String, Map<String, byte[]>> model : models.entrySet()) {
            String api = ORIGIN + "/api/models/" + model.getKey();
            if (url.startsWith(api + "/revision/")) {
                return json(url, JsonObject.of("id", model.getKey(), "sha", COMMIT, "pipeline_tag",
                        "sentence-similarity", "library_name", "sentence-transformers", "tags", JsonArray.EMPTY));
            }
            if (url.startsWith(api + "/tree/" + COMMIT)) {
                return tree(url, api, model.getValue());
            }
            String resolve = ORIGIN + "/" + model.getKey() + "/resolve/" + COMMIT + "/";
            if (url.startsWith(resolve)) {
                String path = url.substring(resolve.length());
                byte[] file = model.getValue().get(path);
                if (file == null) {
                    return missing(url, "EntryNotFound");
                }
                return part(request, file, isLarge(path) ? FILES + "/" + Digest.of(file).hex() + "?Expires=3600" : url);
            }
        }
        return missing(url, "RepoNotFound");
    }

    private static Sent missing(String url, String code) {
        return new Sent(code.equals("RepoNotFound") ? 401 : 404, new byte[0], Map.of("x-error-code", code), url, -1);
    }

    private static Sent json(String url, Json json) {
        return new Sent(200, Utf8.encode(json.toString()), Map.of(), url, -1);
    }

    private static Sent tree(String url, String api, Map<String, byte[]> files) {
        int from = url.contains("cursor=") ? Integer.parseInt(url.substring(url.indexOf("cursor=") + 7)) : 0;
        List<Json> entries = new ArrayList<>();
        List<String> paths = new ArrayList<>(files.keySet());
        for (int i = from; i < Math.min(paths.size(), from + PAGE); i++) {
            byte[] file = files.get(paths.get(i));
            JsonObject entry = JsonObject.of("type", "file", "path", paths.get(i), "size", file.length, "oid",
                    GitBlobId.of(file).toString());
            entries.add(isLarge(paths.get(i))
                    ? entry.with("lfs", JsonObject.of("oid", Digest.of(file).hex(), "size", file.length, "pointerSize",
                            130))
                    : entry);
        }
        Sent page = json(url, new JsonArray(entries));
        return from + PAGE >= paths.size() ? page
                : page.header("link",
                        "<" + api + "/tree/" + COMMIT + "?recursive=true&cursor=" + (from + PAGE) + ">; rel=\"next\"");
    }

    private static Sent part(Request request, byte[] file, String url) {
        if (request.span().isEmpty()) {
            return new Sent(200, file, Map.of("content-length", String.valueOf(file.length)), url, -1);
        }
        int first = (int) request.span().get().first();
        int last = (int) Math.min(file.length - 1, request.span().get().last());
        return new Sent(206, Arrays.copyOfRange(file, first, last + 1),
                Map.of("content-range", "bytes " + first + "-" + last + "/" + file.length), url, -1);
    }

    private final class Streamed implements ByteSource.Answer {

        private final Sent sent;
        private final CancellationToken stop;
        private int at;

        private Streamed(Sent sent, CancellationToken stop) {
            this.sent = sent;
            this.stop = stop;
        }

        @Override
        public int status() {
            return sent.status();
        }

        @Override
        public String url() {
            return sent.url();
        }

        @Override
        public String header(String name) {
            return sent.headers().getOrDefault(name, "");
        }

        @Override
        public byte[] next() {
            whileSending.run();
            stop.check();
            int end = Math.min(sent.body().length, at + piece);
            if (sent.breaksAfter() >= 0 && end > sent.breaksAfter()) {
                end = sent.breaksAfter();
                if (end <= at) {
                    throw new Unavailable("The connection broke.",
                            Finding.at(sent.url()).expected("the rest").found("an end"));
                }
            }
            byte[] next = Arrays.copyOfRange(sent.body(), at, end);
            at = end;
            sentBytes += next.length;
            return next;
        }

        @Override
        public void close() {}
    }

    /** How often addresses that contain a text were asked. */
    long count(String text) {
        return requests.stream().filter(one -> one.contains(text)).count();
    }

    /** Does something with this hub's faults, and heals it. */
    <T> T with(BiFunction<String, Sent, Sent> spoiler, Supplier<T> work) {
        fault = spoiler;
        try {
            return work.get();
        } finally {
            fault = (url, sent) -> sent;
        }
    }
}
