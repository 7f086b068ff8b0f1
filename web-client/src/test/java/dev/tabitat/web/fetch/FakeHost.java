package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.StoredPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A registry in memory that can be told to misbehave. */
final class FakeHost implements ByteSource {

    /** How an answer looks before it is sent. */
    record Sent(int status, byte[] body, int breaksAfter, Map<String, String> headers) {

        Sent withBody(byte[] other) {
            return new Sent(status, other, breaksAfter, headers);
        }
    }

    private final Map<String, byte[]> resources = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private UnaryOperator<Sent> fault = UnaryOperator.identity();
    private String faultyPath = "";
    private boolean ignoresRanges;
    private int piece = 50;
    private Runnable whileSending = () -> {};

    void offer(Sample sample) {
        String repository = sample.stored().manifest().name().name();
        resources.put("/v2/" + repository + "/manifests/q8", sample.stored().text().getBytes(StandardCharsets.UTF_8));
        resources.put("/v2/" + repository + "/tags/list",
                ("{\"name\":\"" + repository + "\",\"tags\":[\"q8\"]}").getBytes(StandardCharsets.UTF_8));
        sample.stored().files().forEach((file, blob) -> resources.put("/v2/" + repository + "/blobs/" + blob.digest(),
                sample.files().get(file)));
        resources.merge("/v2/_catalog",
                ("{\"repositories\":[\"" + repository + "\"]}").getBytes(StandardCharsets.UTF_8),
                (before, one) -> new String(before, StandardCharsets.UTF_8).replace("]", ",\"" + repository + "\"]")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Spoils answers to paths that end so. */
    void spoil(String pathEnd, UnaryOperator<Sent> spoiler) {
        faultyPath = pathEnd;
        fault = spoiler;
    }

    void heal() {
        fault = UnaryOperator.identity();
        ignoresRanges = false;
    }

    void ignoreRanges() {
        ignoresRanges = true;
    }

    void sendInPiecesOf(int bytes) {
        piece = bytes;
    }

    void whileSending(Runnable then) {
        whileSending = then;
    }

    List<String> requests() {
        return requests;
    }

    static String blob(StoredPackage stored, String file) {
        return "/blobs/" + stored.files().get(file).digest();
    }

    @Override
    public String origin() {
        return "https://host";
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        stop.check();
        requests.add(path + span.map(s -> " " + s.first() + "-" + s.last()).orElse(""));
        byte[] whole = resources.get(path);
        Sent sent;
        if (whole == null) {
            sent = new Sent(404, new byte[0], Integer.MAX_VALUE, Map.of());
        } else if (span.isPresent() && !ignoresRanges) {
            byte[] part = Arrays.copyOfRange(whole, (int) span.get().first(), (int) span.get().last() + 1);
            sent = new Sent(206, part, Integer.MAX_VALUE,
                    Map.of("content-range",
                            "bytes " + span.get().first() + "-" + span.get().last() + "/" + whole.length));
        } else {
            sent = new Sent(200, whole, Integer.MAX_VALUE,
                    path.contains("/manifests/") ? Map.of("docker-content-digest", Digest.of(whole).toString())
                            : Map.of());
        }
        Sent answer = path.endsWith(faultyPath) ? fault.apply(sent) : sent;
        return new Streamed(answer, stop);
    }

    private final class Streamed implements Answer {

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
        public String header(String name) {
            return sent.headers().getOrDefault(name, "");
        }

        @Override
        public byte[] next() {
            whileSending.run();
            stop.check();
            int until = Math.min(Math.min(at + piece, sent.body().length), sent.breaksAfter());
            if (until == at && at < sent.body().length) {
                throw new Unavailable("The line broke.", Finding.at("the fake host"));
            }
            byte[] bytes = Arrays.copyOfRange(sent.body(), at, until);
            at = until;
            return bytes;
        }

        @Override
        public void close() {}
    }
}
