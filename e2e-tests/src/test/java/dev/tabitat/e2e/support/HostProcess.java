package dev.tabitat.e2e.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host's runnable jar as a process of its own, as a person would start it. */
public final class HostProcess implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("http://[^\\s]+");

    private final Process process;
    private final URI url;

    private HostProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts the jar on a free port, or on the one that {@code options} name, and waits for its URL. */
    public static HostProcess start(String... options) {
        Path jar = root().resolve("static-host/target/tabitat-host.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    "The host's jar is missing: " + jar + ". Build the static-host module first.");
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(options));
        if (!command.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new HostProcess(process, readUrl(process));
        } catch (IOException e) {
            throw new IllegalStateException("Could not start the host", e);
        }
    }

    /** What came of a command that ends by itself. */
    public record Ran(int exit, String output) {}

    /** Runs the jar with these arguments and waits for its end. */
    public static Ran run(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                        root().resolve("static-host/target/tabitat-host.jar").toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException e) {
            throw new IllegalStateException("Could not run the jar", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return url;
    }

    public int port() {
        return url.getPort();
    }

    /** The checkout's root. */
    public static Path root() {
        return Path.of(System.getProperty("tabitat.root"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static URI readUrl(Process process) throws IOException {
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            Matcher matcher = URL.matcher(line);
            if (matcher.find()) {
                ServerOutput.drain(output);
                String found = matcher.group();
                return URI.create(found.endsWith("/") ? found : found + "/");
            }
        }
        throw new IllegalStateException("The host ended before it printed a URL:\n" + seen);
    }
}
