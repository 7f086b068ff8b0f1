package dev.tabitat.web.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the site that is served: one script a context, names that carry their content's hash, and a brotli and a gzip form
 * beside every file.
 *
 * <p>Arguments: the web files, TeaVM's output for this binary, TeaVM's runtime script, the script that stands in for
 * {@code Function}, the target, and the budget in bytes that code may take after brotli; 0 for none.
 */
public final class SiteBuilder {

    /** The runtime script whose templates {@code strict-function.js} knows: TeaVM 0.15.0. */
    private static final String RUNTIME_SHA256 = "4fa1e0e0d686cc6e0a0d111e606cb876f7168bd695d9e3d639e7d5684453089b";

    /** Files that other files name by a placeholder, in an order in which each comes after those it names. */
    private static final List<String> SCRIPTS = List.of("engine.js", "page.js");

    private final Path web;
    private final Path target;
    private final byte[] wasm;
    private final String runtime;
    private final String strictFunction;
    private final Map<String, byte[]> site = new TreeMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    private SiteBuilder(Path web, Path target, byte[] wasm, String runtime, String strictFunction) {
        this.web = web;
        this.target = target;
        this.wasm = wasm;
        this.runtime = runtime;
        this.strictFunction = strictFunction;
    }

    public static void main(String[] arguments) throws IOException {
        Path web = Path.of(arguments[0]);
        Path target = Path.of(arguments[4]);
        byte[] runtime = Files.readAllBytes(Path.of(arguments[2]));
        if (!sha256(runtime).equals(RUNTIME_SHA256)) {
            throw new IllegalStateException("TeaVM's runtime script has changed: expected sha256 " + RUNTIME_SHA256 + ", found "
                    + sha256(runtime) + ". Compare its uses of Function with strict-function.js, then pin the new digest.");
        }
        SiteBuilder builder = new SiteBuilder(
                web, target, Files.readAllBytes(Path.of(arguments[1], "app.wasm")), new String(runtime, StandardCharsets.UTF_8),
                Files.readString(Path.of(arguments[3])));
        builder.build(Long.parseLong(arguments[5]));
    }

    private void build(long budget) throws IOException {
        Brotli4jLoader.ensureAvailability();
        clear();
        asset("app.wasm", wasm);
        for (Path css : list(web.resolve("css"))) {
            asset("css/" + css.getFileName(), Files.readAllBytes(css));
        }
        for (Path icon : list(web.resolve("icons"))) {
            asset("icons/" + icon.getFileName(), Files.readAllBytes(icon));
        }
        for (String script : SCRIPTS) {
            if (!Files.exists(web.resolve("js/" + script))) {
                continue;
            }
            asset("js/" + script, bundle(script).getBytes(StandardCharsets.UTF_8));
        }
        for (Path schema : list(web.resolve("schema"))) {
            site.put("schema/" + schema.getFileName(), Files.readAllBytes(schema));
        }
        for (String plain : List.of("index.html", "manifest.webmanifest", "tabitat.d.ts")) {
            if (Files.exists(web.resolve(plain))) {
                site.put(plain, rewrite(Files.readString(web.resolve(plain))).getBytes(StandardCharsets.UTF_8));
            }
        }
        serviceWorker();
        write();
        report(budget);
    }

    /** Runtime, function table and loader as one script. */
    private String bundle(String loader) throws IOException {
        StringBuilder table = new StringBuilder("const bodies = {\n");
        Map<String, String> functions = new TreeMap<>();
        for (FunctionTable.Entry entry : FunctionTable.read(wasm)) {
            List<String> parameters = Stream.concat(Stream.of("wrapCallFromJavaToJs"), entry.parameters().stream()).toList();
            functions.put(entry.key(), "function(" + String.join(",", parameters) + "){" + entry.body() + "\n}");
        }
        functions.forEach((key, function) -> table.append(quote(key)).append(": ").append(function).append(",\n"));
        table.append("};\n");
        return "\"use strict\";\n(() => {\n" + table + strictFunction
                + "(function(Function) {\n" + runtime + "\n})(strictFunction);\n})();\n"
                + rewrite(Files.readString(web.resolve("js/" + loader)));
    }

    /** Adds a file under a name that carries its hash; later files may name it as {@code @name@}. */
    private void asset(String name, byte[] content) {
        int dot = name.lastIndexOf('.');
        String hashed = "assets/" + name.substring(name.lastIndexOf('/') + 1, dot) + "-" + sha256(content).substring(0, 12) + name.substring(dot);
        names.put(name, hashed);
        site.put(hashed, content);
    }

    private String rewrite(String text) {
        String result = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            result = result.replace("@" + name.getKey() + "@", name.getValue());
        }
        return result;
    }

    /** The service worker carries the list of what it keeps, each file with its digest. */
    private void serviceWorker() throws IOException {
        Path source = web.resolve("service-worker.js");
        if (!Files.exists(source)) {
            return;
        }
        StringBuilder list = new StringBuilder("[");
        MessageDigest version = digest();
        for (Map.Entry<String, byte[]> file : site.entrySet()) {
            list.append(list.length() == 1 ? "\n" : ",\n").append("  [").append(quote(file.getKey())).append(", ")
                    .append(quote(sha256(file.getValue()))).append(", ").append(file.getValue().length).append("]");
            version.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            version.update(file.getValue());
        }
        String build = HexFormat.of().formatHex(version.digest()).substring(0, 12);
        String script = Files.readString(source).replace("/*@files@*/ []", list + "\n]").replace("@build@", build);
        site.put("service-worker.js", script.getBytes(StandardCharsets.UTF_8));
    }

    private void write() throws IOException {
        for (Map.Entry<String, byte[]> file : site.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
            Files.write(path.resolveSibling(path.getFileName() + ".br"), brotli(file.getValue()));
            Files.write(path.resolveSibling(path.getFileName() + ".gz"), gzip(file.getValue()));
        }
    }

    private void report(long budget) throws IOException {
        long raw = 0;
        long compressed = 0;
        System.out.printf("%-44s %10s %10s%n", "app code", "raw", "brotli");
        for (Map.Entry<String, byte[]> file : site.entrySet()) {
            if (file.getKey().matches(".*\\.(wasm|js|css|html)")) {
                int small = brotli(file.getValue()).length;
                raw += file.getValue().length;
                compressed += small;
                System.out.printf("%-44s %,10d %,10d%n", file.getKey(), file.getValue().length, small);
            }
        }
        System.out.printf("%-44s %,10d %,10d bytes%n", "in all", raw, compressed);
        if (budget > 0 && compressed > budget) {
            throw new IllegalStateException("The app's code takes " + compressed + " bytes after brotli; its budget is " + budget + ".");
        }
    }

    private void clear() throws IOException {
        if (Files.exists(target)) {
            try (Stream<Path> old = Files.walk(target)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static byte[] brotli(byte[] content) throws IOException {
        return Encoder.compress(content, Encoder.Parameters.create(11, 22));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(c < 0x20 || c == 0x2028 || c == 0x2029 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }

    private static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
