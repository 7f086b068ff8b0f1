package dev.tabitat.e2e.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A tool that the evaluation fetches its data with. */
final class Command {

    private Command() {}

    /** What it prints; a failure names it. */
    static String output(Path where, String... command) {
        try {
            Process process = new ProcessBuilder(command).directory(where.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", List.of(command)) + " ended with " + code);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not run " + command[0] + "; is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
