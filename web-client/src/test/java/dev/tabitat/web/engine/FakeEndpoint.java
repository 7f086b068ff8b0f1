package dev.tabitat.web.engine;

import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.environment.EndpointConnection;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An endpoint that answers each path with the same body, in pieces. */
final class FakeEndpoint implements EndpointConnection {

    private static final int PIECE = 16;

    final Map<String, String> bodies = new LinkedHashMap<>();
    int status = 200;

    FakeEndpoint with(String url, String body) {
        bodies.put(url, body);
        return this;
    }

    @Override
    public Reply ask(String url, Optional<String> key, Optional<byte[]> body, int patienceMillis,
            CancellationToken stop) {
        byte[] answer = Utf8.encode(bodies.getOrDefault(url, ""));
        return new Reply() {
            private int at;

            @Override
            public int status() {
                return bodies.containsKey(url) ? status : 404;
            }

            @Override
            public byte[] next() {
                int from = at;
                at = Math.min(answer.length, at + PIECE);
                return java.util.Arrays.copyOfRange(answer, from, at);
            }

            @Override
            public void close() {
                at = answer.length;
            }
        };
    }

    @Override
    public String securityPolicy() {
        return "";
    }

    @Override
    public String self() {
        return "http://host";
    }
}
