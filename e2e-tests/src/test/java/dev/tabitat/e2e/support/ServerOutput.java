package dev.tabitat.e2e.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a server prints: read until it says that it is ready, and thrown away from then on. */
public final class ServerOutput {

    private static final int LIMIT_SECONDS = 60;

    private ServerOutput() {}

    /**
     * Waits for a line that contains {@code part}, for a minute.
     *
     * @param server whose errors are redirected to its output; ended when the line does not come
     * @throws IllegalStateException when it ends before, with what it printed
     */
    public static void awaitLine(Process server, String part) throws IOException {
        CompletableFuture<Void> limit = new CompletableFuture<Void>().completeOnTimeout(null, LIMIT_SECONDS,
                TimeUnit.SECONDS);
        limit.thenRun(server::destroy);
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(part)) {
                limit.cancel(false);
                drain(output);
                return;
            }
        }
        throw new IllegalStateException("The server ended, or was ended after " + LIMIT_SECONDS
                + " s, before it printed \"" + part + "\":\n" + seen);
    }

    /** A server whose output nobody reads stops when the pipe is full. */
    static void drain(BufferedReader output) {
        Thread drain = new Thread(() -> {
            try {
                while (output.readLine() != null) {
                    continue;
                }
            } catch (IOException e) {
                return;
            }
        }, "server-output");
        drain.setDaemon(true);
        drain.start();
    }
}
