package dev.tabitat.e2e.support;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A model hub that speaks Hugging Face's protocol: models at commits, listings in pages by the header Link, pointers of
 * large files, redirects of those to signed addresses of another origin that expire, ranges, gated and renamed models,
 * and too many requests. It can be told to send slowly, too little, or other bytes.
 */
public final class HubServer implements AutoCloseable {

    /** The token with which gated models are given out. */
    public static final String TOKEN = "hf_journey";

    private static final int PAGE = 4;
    private static final HexFormat HEX = HexFormat.of();

    private final HttpServer hub;
    private final HttpServer files;
    private final Map<String, Map<String, byte[]>> models = new LinkedHashMap<>();
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final List<String> gated = new ArrayList<>();
    private final Map<String, byte[]> byDigest = new ConcurrentHashMap<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> strayTokens = new ConcurrentLinkedQueue<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger signatures = new AtomicInteger();
    private volatile int oldestValid;
    private volatile int bytesPerSecond;
    private volatile UnaryOperator<byte[]> spoiler = UnaryOperator.identity();

    public HubServer() {
        hub = serve(this::hub);
        files = serve(this::file);
    }

    private HttpServer serve(Handler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "hub");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                try (exchange) {
                    handler.answer(exchange);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    public String origin() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    /** Where large files are. */
    public String fileOrigin() {
        return "http://127.0.0.1:" + files.getAddress().getPort();
    }

    /** Options of a host whose pages may ask this hub. */
    public String[] hostOptions() {
        return new String[]{"--hub", origin(), "--hub-files", fileOrigin()};
    }

    public HubServer offer(String id, Map<String, byte[]> content) {
        models.put(id, content);
        for (byte[] file : content.values()) {
            byDigest.put(sha256(file), file);
        }
        return this;
    }

    public HubServer gate(String id) {
        gated.add(id);
        return this;
    }

    public HubServer rename(String from, String to) {
        renamed.put(from, to);
        return this;
    }

    /** Answers so many requests with 429 and Retry-After of a second. */
    public void refuse(int count) {
        busy.set(count);
    }

    /** Every signed address that was given out so far has expired. */
    public void expire() {
        oldestValid = signatures.get() + 1;
    }

    /** How fast large files are sent; 0 as fast as they can be. */
    public void throttle(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Changes what is sent of large files, after a range was taken. */
    public void spoil(UnaryOperator<byte[]> how) {
        spoiler = how;
    }

    /** {@code GET path} and the range, in their order; of both origins. */
    public Queue<String> requests() {
        return requests;
    }

    /** Tokens that came to the origin of files, where none may. */
    public Queue<String> strayTokens() {
        return strayTokens;
    }

    /** A small real encoder of the core's tests, with a tokenizer. */
    public static Map<String, byte[]> sentences() {
        Path folder = HostProcess.root()
                .resolve("shared-core/src/test/resources/dev/tabitat/core/model/encoder/sentence");
        Map<String, byte[]> content = new LinkedHashMap<>();
        try {
            for (String path : List.of("config.json", "model.safetensors", "modules.json", "1_Pooling/config.json",
                    "2_Dense/config.json", "2_Dense/model.safetensors")) {
                content.put(path, Files.readAllBytes(folder.resolve(path)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        content.put("tokenizer.json", tokenizer().getBytes(StandardCharsets.UTF_8));
        content.put("README.md", "---\nlicense: mit\n---\n# Sentences\n".getBytes(StandardCharsets.UTF_8));
        return content;
    }

    /** The same with one more tensor that nothing reads, of so many bytes. */
    public static Map<String, byte[]> large(int bytes) {
        Map<String, byte[]> content = sentences();
        byte[] before = content.get("model.safetensors");
        long headLength = ByteBuffer.wrap(before).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JsonObject head = JsonParser
                .parseString(new String(before, 8, (int) headLength, StandardCharsets.UTF_8)).getAsJsonObject();
        int data = before.length - 8 - (int) headLength;
        JsonObject more = new JsonObject();
        more.addProperty("dtype", "U8");
        JsonArray shape = new JsonArray();
        shape.add(bytes);
        more.add("shape", shape);
        JsonArray offsets = new JsonArray();
        offsets.add(data);
        offsets.add(data + bytes);
        more.add("data_offsets", offsets);
        head.add("unused.bias", more);
        StringBuilder text = new StringBuilder(head.toString());
        while (text.length() % 8 != 0) {
            text.append(' ');
        }
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data + bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] noise = new byte[bytes];
        new Random(7).nextBytes(noise);
        file.putLong(json.length).put(json).put(before, 8 + (int) headLength, data).put(noise);
        content.put("model.safetensors", file.array());
        return content;
    }

    private static String tokenizer() {
        StringBuilder vocabulary = new StringBuilder(
                "\"[PAD]\":0,\"[UNK]\":1,\"[CLS]\":2,\"[SEP]\":3,\"[MASK]\":4");
        for (int i = 0; i < 26; i++) {
            vocabulary.append(",\"").append((char) ('a' + i)).append("\":").append(5 + 2 * i).append(",\"##")
                    .append((char) ('a' + i)).append("\":").append(6 + 2 * i);
        }
        return "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
                + "\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,"
                + "\"strip_accents\":null,\"lowercase\":true},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
                + "\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]},"
                + "\"decoder\":null,\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\","
                + "\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":100,\"vocab\":{" + vocabulary
                + "}}}";
    }

    private static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".bin") || path.endsWith(".gguf");
    }

    private static String commit(String id) {
        return sha1(id.getBytes(StandardCharsets.UTF_8));
    }

    public static String sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    private static String sha1(byte[] bytes) {
        return digest("SHA-1", bytes);
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String gitId(byte[] bytes) {
        byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return sha1(all);
    }

    private static String pointer(byte[] bytes) {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:" + sha256(bytes) + "\nsize " + bytes.length
                + "\n";
    }

    private void hub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        note(exchange);
        exchange.getResponseHeaders().set("Access-Control-Expose-Headers",
                "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges,"
                        + "Content-Range,X-Linked-Size,X-Linked-ETag,Retry-After");
        if (exchange.getRequestMethod().equals("OPTIONS")) {
            exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "Authorization, Accept, Range");
            send(exchange, 204, new byte[0]);
            return;
        }
        if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            send(exchange, 429, new byte[0]);
            return;
        }
        if (path.equals("/api/models")) {
            search(exchange);
            return;
        }
        String rest = path.startsWith("/api/models/") ? path.substring("/api/models/".length()) : path.substring(1);
        String[] parts = rest.split("/");
        String id = parts.length < 2 ? "" : parts[0] + "/" + parts[1];
        if (renamed.containsKey(id)) {
            exchange.getResponseHeaders().set("Location", origin() + path.replace(id, renamed.get(id)));
            send(exchange, 307, new byte[0]);
            return;
        }
        if (!models.containsKey(id) || parts.length < 4) {
            fail(exchange, 401, "RepoNotFound", "Repository not found");
            return;
        }
        boolean isOpen = !gated.contains(id)
                || ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (parts[2].equals("revision")) {
            revision(exchange, id, parts[3]);
        } else if (parts[2].equals("tree")) {
            tree(exchange, id, parts[3]);
        } else if (!isOpen) {
            fail(exchange, exchange.getRequestHeaders().containsKey("Authorization") ? 403 : 401, "GatedRepo",
                    "Access to model " + id + " is restricted.");
        } else {
            resolve(exchange, id, parts, rest);
        }
    }

    private void search(HttpExchange exchange) throws IOException {
        JsonArray hits = new JsonArray();
        String words = parameter(exchange, "search").toLowerCase(Locale.ROOT);
        int limit = Integer.parseInt(parameter(exchange, "limit"));
        for (String id : models.keySet()) {
            if (id.toLowerCase(Locale.ROOT).contains(words) && hits.size() < limit) {
                JsonObject hit = model(id);
                hit.addProperty("modelId", id);
                hits.add(hit);
            }
        }
        json(exchange, hits.toString());
    }

    private JsonObject model(String id) {
        JsonObject model = new JsonObject();
        model.addProperty("id", id);
        model.addProperty("sha", commit(id));
        model.addProperty("private", false);
        if (gated.contains(id)) {
            model.addProperty("gated", "manual");
        } else {
            model.addProperty("gated", false);
        }
        model.addProperty("downloads", 12);
        model.addProperty("likes", 3);
        model.addProperty("pipeline_tag", "sentence-similarity");
        model.addProperty("library_name", "sentence-transformers");
        JsonArray tags = new JsonArray();
        tags.add("license:mit");
        model.add("tags", tags);
        return model;
    }

    private void revision(HttpExchange exchange, String id, String revision) throws IOException {
        if (!revision.equals("main") && !revision.equals(commit(id))) {
            fail(exchange, 404, "RevisionNotFound", "Invalid rev id: " + revision);
            return;
        }
        json(exchange, model(id).toString());
    }

    private void tree(HttpExchange exchange, String id, String revision) throws IOException {
        List<String> paths = new ArrayList<>(models.get(id).keySet());
        String cursor = parameter(exchange, "cursor");
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        JsonArray page = new JsonArray();
        for (String path : paths.subList(from, Math.min(paths.size(), from + PAGE))) {
            byte[] content = models.get(id).get(path);
            JsonObject entry = new JsonObject();
            entry.addProperty("type", "file");
            entry.addProperty("oid", isLarge(path)
                    ? gitId(pointer(content).getBytes(StandardCharsets.UTF_8))
                    : gitId(content));
            entry.addProperty("size", content.length);
            if (isLarge(path)) {
                JsonObject lfs = new JsonObject();
                lfs.addProperty("oid", sha256(content));
                lfs.addProperty("size", content.length);
                lfs.addProperty("pointerSize", pointer(content).length());
                entry.add("lfs", lfs);
            }
            entry.addProperty("path", path);
            page.add(entry);
        }
        if (from + PAGE < paths.size()) {
            exchange.getResponseHeaders().set("Link", "<" + origin() + "/api/models/" + id + "/tree/" + revision
                    + "?recursive=true&cursor=" + (from + PAGE) + ">; rel=\"next\"");
        }
        json(exchange, page.toString());
    }

    private void resolve(HttpExchange exchange, String id, String[] parts, String rest) throws IOException {
        String path = rest.substring((id + "/" + parts[2] + "/" + parts[3] + "/").length());
        byte[] content = models.get(id).get(path);
        if (!parts[3].equals(commit(id)) || content == null) {
            fail(exchange, 404, content == null ? "EntryNotFound" : "RevisionNotFound", "Entry not found");
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", commit(id));
        if (isLarge(path) && parts[2].equals("raw")) {
            send(exchange, 200, pointer(content).getBytes(StandardCharsets.UTF_8));
        } else if (isLarge(path)) {
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            exchange.getResponseHeaders().set("X-Linked-ETag", "\"" + sha256(content) + "\"");
            exchange.getResponseHeaders().set("Location", fileOrigin() + "/repos/" + sha256(content)
                    + "?Expires=3600&Signature=" + signatures.incrementAndGet());
            send(exchange, 302, new byte[0]);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + gitId(content) + "\"");
            part(exchange, content, false);
        }
    }

    private void file(HttpExchange exchange) throws IOException {
        note(exchange);
        exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "Content-Range,ETag,Accept-Ranges");
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (token != null) {
            strayTokens.add(token);
        }
        String path = exchange.getRequestURI().getPath();
        byte[] content = byDigest.get(path.substring(path.lastIndexOf('/') + 1));
        String signature = parameter(exchange, "Signature");
        if (content == null || signature.isEmpty() || Integer.parseInt(signature) < oldestValid) {
            send(exchange, 403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8));
            return;
        }
        part(exchange, content, true);
    }

    private void part(HttpExchange exchange, byte[] content, boolean isSpoiled) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        byte[] body = content;
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Math.min(content.length - 1, Integer.parseInt(ends[1]));
            body = Arrays.copyOfRange(content, first, last + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
        }
        send(exchange, range == null ? 200 : 206, isSpoiled ? spoiler.apply(body) : body);
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        for (String one : query == null ? new String[0] : query.split("&")) {
            if (one.startsWith(name + "=")) {
                return URLDecoder.decode(one.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private void note(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()
                + (range == null ? "" : " " + range));
    }

    private void fail(HttpExchange exchange, int status, String code, String message) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.getResponseHeaders().set("X-Error-Message", message);
        send(exchange, status, ("{\"error\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void json(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            int rate = bytesPerSecond;
            int step = rate == 0 || body.length < 1 << 18 ? Math.max(1, body.length) : Math.max(1, rate / 20);
            for (int at = 0; at < body.length; at += step) {
                out.write(body, at, Math.min(step, body.length - at));
                out.flush();
                if (step < body.length) {
                    Thread.sleep(50);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers no more. */
    public void stop() {
        close();
    }

    @Override
    public void close() {
        hub.stop(0);
        files.stop(0);
    }
}
