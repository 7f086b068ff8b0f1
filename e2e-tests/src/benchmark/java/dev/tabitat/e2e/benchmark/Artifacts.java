package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * What is not ours: the peers (npm, pinned by its lock), both ONNX files of all-MiniLM-L6-v2 (Maven, dev.langchain4j)
 * and the sentences of the quality check (npm wink-sentiment), the latter checked against pinned digests.
 */
final class Artifacts {

    private static final String INT8 = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";
    private static final String FP32 = "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e";
    private static final String SENTENCES = "47003fc0a0d4840b00e96e715b6189bad09e7443a3da41c4cbe12ffc79f86ae3";

    private final Path npm;

    private Artifacts(Path npm) {
        this.npm = npm;
    }

    /** Fetches the npm artifacts, unless they are there as the lock has them, or nothing of others is measured. */
    static Artifacts fetch(Settings settings) throws IOException, InterruptedException {
        Path npm = settings.target().resolve("npm");
        Path lock = settings.sources().resolve("npm/package-lock.json");
        Path had = npm.resolve("package-lock.json");
        if (settings.withPeers()
                && (!Files.exists(npm.resolve("node_modules/.package-lock.json")) || Files.mismatch(lock, had) >= 0)) {
            Files.createDirectories(npm);
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.copy(settings.sources().resolve("npm").resolve(name), npm.resolve(name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            install(npm);
        }
        return new Artifacts(npm);
    }

    private static void install(Path directory) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        int code = new ProcessBuilder(windows ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                "--loglevel=error")
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("npm ci ended with " + code + " in " + directory
                    + ". The benchmark needs npm and its registry once.");
        }
    }

    /** The published files of onnxruntime-web. */
    Path ort() {
        return npm.resolve("node_modules/onnxruntime-web/dist");
    }

    /** Everything that npm fetched. */
    Path modules() {
        return npm.resolve("node_modules");
    }

    byte[] int8() throws IOException {
        return resource("/all-minilm-l6-v2-q.onnx", INT8);
    }

    byte[] fp32() throws IOException {
        return resource("/all-minilm-l6-v2.onnx", FP32);
    }

    /** Sentences from product reviews, in the order of the file, each once. */
    List<String> sentences(int most) throws IOException {
        Path file = npm.resolve("node_modules/wink-sentiment/test/data/amazon_cells_labelled.txt");
        String text = new String(checked(file.toString(), Files.readAllBytes(file), SENTENCES), StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\n")).map(line -> line.split("\t")[0].strip()).filter(line -> !line.isEmpty())
                .distinct().limit(most).toList();
    }

    private static byte[] resource(String name, String sha256) throws IOException {
        try (InputStream in = Artifacts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The class path lacks " + name);
            }
            return checked(name, in.readAllBytes(), sha256);
        }
    }

    private static byte[] checked(String name, byte[] bytes, String sha256) throws IOException {
        String found = Digest.of(bytes).hex();
        if (!found.equals(sha256)) {
            throw new IOException(name + " has changed: expected sha256 " + sha256 + ", found " + found);
        }
        return bytes;
    }
}
