package dev.tabitat.web.build;

import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.view.shell.StaticStartScreen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the site that is served: one script a context, names that carry their content's hash, a brotli and a gzip form
 * beside every file, a service worker that knows them all, and {@code site.json} that lists them.
 *
 * <p>
 * Of the same sources it makes the same bytes.
 */
public final class SiteBuilder {

    /** Loaders with the binaries that they start, in an order in which each comes after those it names. */
    private static final Map<String, String> LOADERS = loaders();

    /** Scripts that start no Java; before the loaders, which name them. */
    private static final List<String> SCRIPTS = List.of("kernel-thread.js");

    /** What the start program's loader begins with. */
    private static final String API = "api.js";
    private static final String START = "start.js";

    /** Files that keep their names, where they are there. */
    private static final List<String> PLAIN = List.of("manifest.webmanifest", "index.html", "tabitat.d.ts");

    /** Where the page shows what the app will draw first. */
    private static final String FIRST_SCREEN = "<!-- the start screen, as the app first draws it -->";

    private static final String SERVICE_WORKER = "service-worker.js";

    /**
     * Where the app's files are and why one cannot be used: a part of every loader, of the check of the start and of
     * the service worker.
     */
    private static final String APP_FILES = "app-files.js";
    private static final String APP_BINARIES = "app-binaries.js";

    /** After the page's loader, which it names. */
    private static final String START_CHECK = "start-check.js";

    /** The last part of the service worker. */
    private static final String ENDPOINT = "endpoint.js";

    private final Path web;
    private final String appFiles;
    private final SiteFiles site = new SiteFiles();
    private final Map<String, ScriptBundle> binaries = new LinkedHashMap<>();
    private String build = "";

    private SiteBuilder(Path web, String appFiles) {
        this.web = web;
        this.appFiles = appFiles;
    }

    private static Map<String, String> loaders() {
        Map<String, String> loaders = new LinkedHashMap<>();
        loaders.put("engine.js", "app");
        loaders.put("page.js", "app");
        loaders.put("app.js", "app");
        loaders.put(START, "start");
        return loaders;
    }

    /**
     * @param arguments the web files, TeaVM's runtime script, the script that stands in for {@code Function}, beside
     * which the script of the app's files lies, and the target; then TeaVM's output for each binary as
     * {@code NAME=FOLDER}, and the budgets in bytes after brotli as {@code NAME:BYTES} with the names of
     * {@link SizeReport}; 0 for no limit; none for a site that is not shipped. The system property {@code site.licence}
     * names the file with this project's licence
     */
    public static void main(String[] arguments) throws IOException {
        byte[] runtime = Files.readAllBytes(Path.of(arguments[1]));
        String strictFunction = own(Path.of(arguments[2]));
        String appFiles = own(Path.of(arguments[2]).resolveSibling(APP_FILES));
        String appBinaries = own(Path.of(arguments[2]).resolveSibling(APP_BINARIES));
        ScriptBundle.requireKnownRuntime(runtime);
        SiteBuilder builder = new SiteBuilder(Path.of(arguments[0]), appFiles);
        Map<String, Long> budgets = new LinkedHashMap<>();
        for (String argument : List.of(arguments).subList(4, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                byte[] wasm = Files.readAllBytes(Path.of(argument.substring(equals + 1), "app.wasm"));
                String name = argument.substring(0, equals);
                builder.site.addAsset(name + ".wasm", wasm);
                builder.binaries.put(name,
                        new ScriptBundle(appFiles + appBinaries, FunctionTable.read(wasm), strictFunction,
                                new String(runtime, StandardCharsets.UTF_8)));
            } else {
                int colon = argument.indexOf(':');
                long most = Long.parseLong(argument.substring(colon + 1));
                if (most > 0) {
                    budgets.put(argument.substring(0, colon), most);
                }
            }
        }
        builder.gather();
        builder.write(Path.of(arguments[3]), budgets);
    }

    private void gather() throws IOException {
        for (Path icon : list("icons")) {
            site.addAsset("icons/" + icon.getFileName(), Files.readAllBytes(icon));
        }
        for (Path css : list("css")) {
            String name = "css/" + css.getFileName();
            site.addAsset(name, site.rewrite(name, own(css)));
        }
        for (String script : SCRIPTS) {
            Path path = web.resolve("js").resolve(script);
            if (Files.exists(path)) {
                site.addAsset("js/" + script, own(path).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (Files.exists(web.resolve("js").resolve(PdfJs.READER))) {
            PdfJs.addTo(site, own(web.resolve("js").resolve(PdfJs.READER)));
        }
        for (Map.Entry<String, String> loader : LOADERS.entrySet()) {
            Path path = web.resolve("js").resolve(loader.getKey());
            if (Files.exists(path)) {
                String own = new String(site.rewrite(loader.getKey(), own(path)), StandardCharsets.UTF_8);
                String before = loader.getKey().equals(START) ? api() : "";
                site.addAsset("js/" + loader.getKey(),
                        binaries.get(loader.getValue()).with(before + own).getBytes(StandardCharsets.UTF_8));
            }
        }
        Path check = web.resolve("js").resolve(START_CHECK);
        if (Files.exists(check)) {
            site.addAsset("js/" + START_CHECK, site.rewrite(START_CHECK, appFiles + own(check)));
        }
        if (Files.isDirectory(web.resolve("licences"))) {
            site.addPlain(LicenceNotices.PATH, LicenceNotices
                    .text(LicenceNotices.ofSite(web.resolve("licences"), Path.of(System.getProperty("site.licence")))));
        }
        for (Path schema : list("schema")) {
            site.addPlain("schema/" + schema.getFileName(), Files.readAllBytes(schema));
        }
        for (String name : PLAIN) {
            if (Files.exists(web.resolve(name))) {
                String text = Files.readString(web.resolve(name)).replace(FIRST_SCREEN, StaticStartScreen.markup());
                site.addPlain(name, site.rewrite(name, text));
            }
        }
        build = site.buildHash();
        if (Files.exists(web.resolve(SERVICE_WORKER))) {
            String template = own(web.resolve(SERVICE_WORKER)) + "\n" + appFiles + "\n"
                    + own(web.resolve("js").resolve(ENDPOINT));
            site.addPlain(SERVICE_WORKER, ServiceWorkerScript.of(template, site, build));
        }
    }

    /** The script of the public API, with the names of its methods. */
    private String api() throws IOException {
        return own(web.resolve("js").resolve(API))
                .replace("@METHODS@", String.join(" ", Methods.publicNames(Method.API)))
                .replace("@METHODS_BY_FILE@", String.join(" ", Methods.publicNames(Method.FILE_FIRST)));
    }

    /** A text of our own as it is shipped. */
    private static String own(Path script) throws IOException {
        return CompactScript.of(script.getFileName().toString(), Files.readString(script));
    }

    private List<Path> list(String folder) throws IOException {
        if (!Files.isDirectory(web.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(web.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private void write(Path target, Map<String, Long> budgets) throws IOException {
        clear(target);
        SizeReport sizes = new SizeReport();
        SiteListing listing = new SiteListing(EngineClient.VERSION, build);
        Map<String, Compressed> all = site.all().entrySet().parallelStream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> compressed(file.getValue())));
        for (Map.Entry<String, byte[]> file : site.all().entrySet()) {
            byte[] content = file.getValue();
            Compressed compressed = all.get(file.getKey());
            write(target, file.getKey(), content, compressed);
            sizes.add(file.getKey(), content.length, compressed.brotli().length);
            listing.add(file.getKey(), content, compressed.brotli().length);
        }
        byte[] json = listing.json().getBytes(StandardCharsets.UTF_8);
        write(target, "site.json", json, Compressed.of(json));
        if (!budgets.isEmpty()) {
            System.out.print(sizes.text());
            sizes.requireWithin(budgets);
        }
    }

    private static Compressed compressed(byte[] content) {
        try {
            return Compressed.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path target, String path, byte[] content, Compressed compressed) throws IOException {
        Path file = target.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.write(file.resolveSibling(file.getFileName() + ".br"), compressed.brotli());
        Files.write(file.resolveSibling(file.getFileName() + ".gz"), compressed.gzip());
    }

    private static void clear(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> old = Files.walk(target)) {
            old.sorted(Comparator.reverseOrder()).forEach(SiteBuilder::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
