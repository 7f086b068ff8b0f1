package dev.tabitat.e2e.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a Chromium, or installs one: Debian's package where we are root, else Playwright's own build.
 *
 * <p>{@code TABITAT_CHROMIUM} names one to use instead.
 */
public final class ChromiumFinder {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static Path found;

    private ChromiumFinder() {}

    public static synchronized Path find() {
        if (found == null) {
            found = locate().orElseGet(ChromiumFinder::install);
            System.out.println("Chromium: " + found);
        }
        return found;
    }

    private static Optional<Path> locate() {
        String named = System.getenv("TABITAT_CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return onPath().or(ChromiumFinder::fromPlaywright).or(ChromiumFinder::onMac);
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> onMac() {
        return Stream.of(Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> fromPlaywright() {
        String home = System.getProperty("user.home");
        return Stream.of(Path.of(home, ".cache", "ms-playwright"), Path.of(home, "Library", "Caches", "ms-playwright"))
                .filter(Files::isDirectory)
                .flatMap(ChromiumFinder::executablesBelow)
                .findFirst();
    }

    private static Stream<Path> executablesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory, 6)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> List.of("chrome", "Chromium").contains(file.getFileName().toString()))
                    .filter(Files::isExecutable)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Path install() {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            System.out.println("No Chromium here: installing Debian's package");
            run(List.of("apt-get", "-q", "update"));
            run(List.of("apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"));
        } else {
            System.out.println("No Chromium here: installing Playwright's build");
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            run(List.of(java, "-cp", classPath, "com.microsoft.playwright.CLI", "install", "chromium"));
        }
        return onPath().or(ChromiumFinder::fromPlaywright).orElseThrow(() -> new IllegalStateException(
                "No Chromium was found, and installing one left none. Install Chromium, or name one in TABITAT_CHROMIUM."));
    }

    private static void run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            builder.environment().remove("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD");
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Could not run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while installing Chromium", e);
        }
    }
}
