package dev.tabitat.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The set-up that the build runs before the journeys, so that no test installs anything: a Chromium where there is none
 * (Debian's package for root, else Playwright's build), and Debian's policy as documents that real tools made, where
 * Debian's tools are here.
 */
public final class TestSetup {

    private static final int LIMIT_MINUTES = 15;

    private TestSetup() {}

    /** @param arguments the folder of this module */
    public static void main(String[] arguments) {
        chromium();
        DebianDocuments.download(Path.of(arguments[0]));
    }

    /** Installs a Chromium unless there is one. */
    public static void chromium() {
        if (ChromiumFinder.locate().isPresent()) {
            return;
        }
        Path here = Path.of("").toAbsolutePath();
        if ("root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            System.out.println("No Chromium here: installing Debian's package");
            run(here, List.of("apt-get", "-q", "update"));
            run(here, List.of("apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium",
                    "fonts-liberation"));
        } else {
            System.out.println("No Chromium here: installing Playwright's build");
            run(here,
                    List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                            System.getProperty("java.class.path"),
                            "com.microsoft.playwright.CLI", "install", "chromium"));
        }
        ChromiumFinder.find();
    }

    /**
     * Runs a command to its end. @throws IllegalStateException when it can't run, fails, or takes over a quarter of an
     * hour
     */
    static void run(Path folder, List<String> command) {
        String line = String.join(" ", command);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            builder.environment().remove("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD");
            Process process = builder.start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " took over " + LIMIT_MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(line + " ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Could not run " + line + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + line, e);
        }
    }
}
