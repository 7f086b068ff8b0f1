package dev.tabitat.host.starter;

import dev.tabitat.core.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The third-party files that the starter packages are made from, each checked against its pinned digest. */
final class Artifacts {

    /** One file: where it comes from and what it must be. */
    record Pinned(String coordinates, String file, String sha256) {}

    static final Pinned LANDE_LABELS = lande("standalone/t50-langs.js",
            "b242071a51e94386dce00e22ad3e32e7db7cbdf18c5fe1b16c5d38c7683d818a");
    static final Pinned LANDE_NGRAMS = lande("standalone/t50-ngrams.js",
            "00216250cc4d1526ba76e787d99467290ec5fedb0c53b70aab68c5c435cc78cc");
    static final Pinned LANDE_WEIGHTS = lande("standalone/t50-options.js",
            "cd199ed06f759cdf90527d32612049d8dd34c755ba7288e26f61a2609168c13c");
    static final Pinned LANDE_LICENCE = lande("license",
            "d98bee8913f421380c0771121d2a58deaa806e4513581d02887c3f65b9ee558f");
    static final Pinned LANGDETECT = new Pinned(
            "org.apache.opennlp:opennlp-models-langdetect:1.2.0", "langdetect-183.bin",
            "2ddf585fac2e02a9dcfb9a4a9cc9417562eaac351be2efb506a2eaa87f19e9d4");

    static final Pinned FASTTEXT = fasttext("lid.176.ftz",
            "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83");
    static final Pinned FASTTEXT_LANGUAGES = fasttext("languages.json",
            "febfd32478803509c9ba0fc91f91e9bd61fdb1617a2ad03453ce3a8ad2a9b4a5");
    static final Pinned FASTTEXT_LICENCE = new Pinned(
            "npm:spdx-license-list@6.12.0", "licenses/CC-BY-SA-3.0.json",
            "1f8ad75ca9e6520d6306b835284cc903483d4cdd517c57238e821ca6e84203aa");

    static final Pinned MINILM = encoder("all-minilm-l6-v2", "all-minilm-l6-v2.onnx",
            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e");
    static final Pinned MINILM_TOKENIZER = encoder(
            "all-minilm-l6-v2", "all-minilm-l6-v2-tokenizer.json",
            "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");
    static final Pinned BGE = encoder("bge-small-en-v15", "bge-small-en-v1.5.onnx",
            "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35");
    static final Pinned BGE_TOKENIZER = encoder(
            "bge-small-en-v15", "bge-small-en-v1.5-tokenizer.json",
            "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66");

    private final Path starter;

    /** @param starter the directory with package.json and its lock */
    Artifacts(Path starter) {
        this.starter = starter;
    }

    /** A licence text that no artifact carries. */
    byte[] licence(String file) throws IOException {
        return Files.readAllBytes(starter.resolve("licences").resolve(file));
    }

    /** Sentences of our own, one a line, that show a quantizer typical inputs. */
    byte[] calibration() throws IOException {
        return Files.readAllBytes(starter.resolve("calibration.txt"));
    }

    Path modules() {
        return starter.resolve("node_modules");
    }

    /** Fetches the npm artifacts, unless they are there as the lock has them. */
    void fetch() throws IOException, InterruptedException {
        Path lock = starter.resolve("package-lock.json");
        Path installed = modules().resolve(".package-lock.json");
        if (Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
            return;
        }
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        int code = new ProcessBuilder(windows ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                "--loglevel=error")
                .directory(starter.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("npm ci ended with " + code + " in " + starter
                    + ". The starter packages need npm and its registry once.");
        }
    }

    byte[] read(Pinned pinned) throws IOException {
        byte[] bytes = pinned.coordinates().startsWith("npm:")
                ? Files.readAllBytes(modules().resolve(pinned.coordinates().split("[:@]")[1]).resolve(pinned.file()))
                : resource(pinned.file());
        String found = Digest.of(bytes).hex();
        if (!found.equals(pinned.sha256())) {
            throw new IOException(pinned.file() + " of " + pinned.coordinates() + " has changed: expected sha256 "
                    + pinned.sha256() + ", found " + found);
        }
        return bytes;
    }

    /** The entries of a zip file by name. */
    static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    static List<Pinned> lande() {
        return List.of(LANDE_LABELS, LANDE_NGRAMS, LANDE_WEIGHTS, LANDE_LICENCE);
    }

    private static Pinned fasttext(String file, String sha256) {
        return new Pinned("npm:fasttext.wasm.js@1.0.0", "dist/models/language-identification/assets/" + file, sha256);
    }

    private static Pinned lande(String file, String sha256) {
        return new Pinned("npm:lande@1.0.10", file, sha256);
    }

    private static Pinned encoder(String name, String file, String sha256) {
        return new Pinned("dev.langchain4j:langchain4j-embeddings-" + name + ":1.20.0-beta30", file, sha256);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Artifacts.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException("The class path lacks " + name);
            }
            return in.readAllBytes();
        }
    }
}
