package dev.tabitat.host;

import dev.tabitat.core.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A running host on a small site and a small package, with a secret beside them and links that lead to it. */
final class HostFixture implements AutoCloseable {

    static final byte[] SCRIPT = "let answer = 42;\n".repeat(100).getBytes(StandardCharsets.UTF_8);
    static final byte[] BLOB = new byte[3000];
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    static {
        new Random(7).nextBytes(BLOB);
    }

    final Path directory;
    final Digest blob;
    final Digest manifest;
    final Digest adapter;
    private final Host host;

    private HostFixture(Path directory, HostOptions.Isolation isolation) throws IOException {
        this.directory = directory;
        Path site = directory.resolve("site");
        write(site.resolve("index.html"), "<!doctype html><title>t</title>");
        write(site.resolve("service-worker.js"), "// keeps the app");
        write(site.resolve("data.unknown"), "?");
        write(site.resolve(".hidden"), "secret");
        for (String extension : List.of("js", "css", "wasm", "json", "webmanifest", "svg", "png", "txt")) {
            write(site.resolve("types/file." + extension), "x");
        }
        write(site.resolve("assets/app-0123456789ab.js"), SCRIPT);
        write(site.resolve("assets/app-0123456789ab.js.br"), new byte[]{1, 2, 3});
        write(site.resolve("assets/app-0123456789ab.js.gz"), new byte[]{4, 5, 6, 7});
        write(directory.resolve("secret.txt"), "secret");
        write(directory.resolve("extra/probe.txt"), "more");
        Files.createSymbolicLink(site.resolve("link.txt"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(site.resolve("up"), directory);

        Path layout = directory.resolve("packages/team/model");
        blob = writeBlob(layout, BLOB);
        String model = "{\"schemaVersion\":2,\"artifactType\":\"application/x-model\"}";
        manifest = writeBlob(layout, model.getBytes(StandardCharsets.UTF_8));
        String refers = "{\"schemaVersion\":2,\"artifactType\":\"application/x-adapter\",\"annotations\":{\"a\":\"b\"},\"subject\":{\"digest\":\""
                + manifest + "\"}}";
        adapter = writeBlob(layout, refers.getBytes(StandardCharsets.UTF_8));
        write(layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":["
                + entry(manifest, model.length(), "q8") + "," + entry(manifest, model.length(), "latest") + ","
                + entry(manifest, model.length(), "v1")
                + "," + entry(adapter, refers.length(), "adapter") + "]}");
        write(directory.resolve("packages/manifests/blobs/index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
        write(directory.resolve("packages/broken/index.json"), "{\"schemaVersion\":2,\"manifests\":[{]}");
        write(directory.resolve("packages/NotAName/index.json"), "{}");
        Files.createDirectories(directory.resolve("packages/escape"));
        Files.createSymbolicLink(directory.resolve("packages/escape/index.json"), directory.resolve("secret.txt"));
        host = Host.start(
                new HostOptions(0, "127.0.0.1", Optional.empty(), Optional.empty(),
                        Optional.of(directory.resolve("extra")), isolation, java.util.List.of(), java.util.List.of(),
                        HostOptions.LocalEndpoints.REFUSED, Optional.empty()),
                site, directory.resolve("packages"));
    }

    static HostFixture start(HostOptions.Isolation isolation) throws IOException {
        return new HostFixture(Files.createTempDirectory("tabitat-host"), isolation);
    }

    int port() {
        return host.url().getPort();
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return CLIENT.send(
                request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** What comes back for exactly these bytes, until the host closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port()); InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            in.transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        host.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static String entry(Digest digest, int size, String tag) {
        return "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + digest + "\",\"size\":"
                + size
                + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}}";
    }

    private static Digest writeBlob(Path layout, byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        write(layout.resolve("blobs/sha256/" + digest.hex()), bytes);
        return digest;
    }

    private static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
