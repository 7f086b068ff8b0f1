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

/**
 * Documents from Debian's own packages, which {@link TestSetup} downloads before the tests where Debian's tools are
 * installed.
 */
public final class DebianDocuments {

    private static final Path FOLDER = Path.of("target/debian-documents");
    private static final String PACKAGE = "debian-policy";
    private static final String SENTENCE = "architecture-independent files";
    private static final Map<String, String> TYPES = new TreeMap<>(
            Map.of("policy.pdf", "application/pdf", "policy.epub", "application/epub+zip", "policy.txt", "text/plain",
                    "upgrading-checklist.html", "text/html"));

    private DebianDocuments() {}

    /** Debian's policy in each of its formats; empty where the set-up could not download it. */
    public static List<Texts.File> policy() {
        Path unpacked = FOLDER.resolve(PACKAGE);
        if (!Files.isDirectory(unpacked)) {
            return List.of();
        }
        try {
            List<Texts.File> files = new ArrayList<>();
            for (Map.Entry<String, String> one : TYPES.entrySet()) {
                byte[] bytes = find(unpacked, one.getKey())
                        .orElseThrow(() -> new IllegalStateException(
                                PACKAGE + " has no " + one.getKey() + " in " + unpacked));
                files.add(new Texts.File(one.getKey(), one.getValue(), bytes, SENTENCE));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<byte[]> find(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Optional<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> file.endsWith(name) || file.endsWith(name + ".gz")).findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (found.get().toString().endsWith(".gz")) {
                try (java.util.zip.GZIPInputStream in = new java.util.zip.GZIPInputStream(
                        Files.newInputStream(found.get()))) {
                    return Optional.of(in.readAllBytes());
                }
            }
            return Optional.of(Files.readAllBytes(found.get()));
        }
    }

    /**
     * Downloads and unpacks the package below the module's folder {@code target}; prints why when that is not possible.
     */
    static void download(Path module) {
        Path folder = module.resolve(FOLDER);
        if (Files.isDirectory(folder.resolve(PACKAGE))) {
            return;
        }
        try {
            Files.createDirectories(folder);
            TestSetup.run(folder, List.of("apt-get", "-q", "download", PACKAGE));
            try (Stream<Path> files = Files.list(folder)) {
                Path archive = files.filter(file -> file.getFileName().toString().startsWith(PACKAGE + "_")).findFirst()
                        .orElseThrow();
                TestSetup.run(folder, List.of("dpkg", "-x", archive.getFileName().toString(), PACKAGE));
            }
        } catch (IOException | RuntimeException e) {
            System.out.println(
                    "Debian's policy is not available, so the journey through it will be skipped: " + e.getMessage());
        }
    }
}
