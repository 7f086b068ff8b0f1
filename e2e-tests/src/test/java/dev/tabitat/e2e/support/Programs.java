package dev.tabitat.e2e.support;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs of the system that some journeys use. */
public final class Programs {

    private Programs() {}

    /** Whether all of these are on the path; says so on the error output where one is not. */
    public static boolean areHere(String... names) {
        List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        for (String name : names) {
            if (folders.stream().noneMatch(one -> Files.isExecutable(Path.of(one).resolve(name)))) {
                System.err.println("SKIPPED: " + name + " is not installed");
                return false;
            }
        }
        return true;
    }

    /** Runs a program to its end. @throws AssertionError with its output when it fails */
    public static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + "\n" + output);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
