package dev.tabitat.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Documents out of Debian's own packages, fetched by its tools where they are here; what is missing is said aloud. */
public final class DebianDocuments {

    private static final Path FOLDER = Path.of("target/debian-documents");
    private static final String SENTENCE = "architecture-independent files";
    private static final Map<String, String> TYPES = new TreeMap<>(Map.of("policy.pdf", "application/pdf", "policy.epub", "application/epub+zip", "policy.txt", "text/plain",
            "upgrading-checklist.html", "text/html"));

    private DebianDocuments() {}

    /** Debian's policy in each of its formats; none where it cannot be had. */
    public static List<Texts.File> policy() {
        try {
            Optional<Path> unpacked = unpacked("debian-policy");
            if (unpacked.isEmpty()) {
                System.err.println("DEBIAN'S DOCUMENTS ARE SKIPPED: they need apt-get download debian-policy, and dpkg.");
                return List.of();
            }
            List<Texts.File> files = new ArrayList<>();
            for (Map.Entry<String, String> one : TYPES.entrySet()) {
                Optional<byte[]> bytes = find(unpacked.get(), one.getKey());
                if (bytes.isEmpty()) {
                    System.err.println("SKIPPED: debian-policy has no " + one.getKey() + " here.");
                } else {
                    files.add(new Texts.File(one.getKey(), one.getValue(), bytes.get(), SENTENCE));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> find(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Optional<Path> found = files.filter(Files::isRegularFile).filter(file -> file.endsWith(name) || file.endsWith(name + ".gz")).findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().toString().endsWith(".gz")) {
                try (java.util.zip.GZIPInputStream in = new java.util.zip.GZIPInputStream(Files.newInputStream(found.get()))) {
                    return Optional.of(in.readAllBytes());
                }
            }
            return Optional.of(Files.readAllBytes(found.get()));
        }
    }

    /** The folder into which this package was unpacked. */
    public static Optional<Path> unpacked(String name) throws IOException {
        Path folder = FOLDER.resolve(name).toAbsolutePath();
        if (Files.isDirectory(folder)) {
            return Optional.of(folder);
        }
        Files.createDirectories(FOLDER);
        if (!ran(FOLDER, "apt-get", "-q", "download", name)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            Optional<Path> archive = files.filter(file -> file.getFileName().toString().startsWith(name + "_")).findFirst();
            return archive.isPresent() && ran(FOLDER, "dpkg", "-x", archive.get().getFileName().toString(), name) ? Optional.of(folder) : Optional.empty();
        }
    }

    private static boolean ran(Path where, String... command) {
        try {
            Process process = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
