package dev.tabitat.e2e.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds an installed Chromium. {@code TABITAT_CHROMIUM} names another one to use; {@link TestSetup} installs a missing
 * one.
 */
public final class ChromiumFinder {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable");

    private static Path found;

    private ChromiumFinder() {}

    /** @throws IllegalStateException when there is none */
    public static synchronized Path find() {
        if (found == null) {
            found = locate().orElseThrow(() -> new IllegalStateException(
                    "No Chromium was found. Install Chromium, name one in TABITAT_CHROMIUM, or run the build's set-up: mvn -pl e2e-tests verify."));
            System.out.println("Chromium: " + found);
        }
        return found;
    }

    static Optional<Path> locate() {
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
}
