package dev.tabitat.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar as people start it. */
final class HostJarIT {

    private static final Pattern URL = Pattern.compile("http://localhost:([0-9]+)/");

    private static Process host;
    private static URI url;

    @BeforeAll
    static void start() throws IOException {
        host = run("--port", "0");
        BufferedReader output = host.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        Matcher matcher = URL.matcher(String.valueOf(line));
        assertTrue(matcher.find(), line);
        url = URI.create(matcher.group());
    }

    @AfterAll
    static void stop() {
        host.destroyForcibly();
    }

    @Test
    void theAppAndItsAssetsAreInside() throws Exception {
        HttpResponse<byte[]> page = get("/");
        assertEquals(200, page.statusCode());
        assertEquals(ContentSecurityPolicy.text(HostOptions.DEFAULT.connect()),
                page.headers().firstValue("Content-Security-Policy").orElse(""));
        Matcher assets = Pattern.compile("assets/[A-Za-z0-9.-]+")
                .matcher(new String(page.body(), StandardCharsets.UTF_8));
        int seen = 0;
        for (; assets.find(); seen++) {
            HttpResponse<byte[]> asset = get("/" + assets.group(), "Accept-Encoding", "br");
            assertEquals(200, asset.statusCode(), assets.group());
            assertEquals("br", asset.headers().firstValue("Content-Encoding").orElse(""), assets.group());
        }
        assertTrue(seen > 0, "the page names no asset");
    }

    @Test
    void everyPackageComesWithItsBlobsWholeAndInParts() throws Exception {
        List<String> names = json("/v2/_catalog").array("repositories").strings();
        assertTrue(names.containsAll(List.of("lande", "opennlp-langdetect")), names.toString());
        for (String name : names) {
            for (String tag : json("/v2/" + name + "/tags/list").array("tags").strings()) {
                for (JsonObject layer : json("/v2/" + name + "/manifests/" + tag).array("layers").objects()) {
                    String path = "/v2/" + name + "/blobs/" + layer.string("digest");
                    byte[] whole = get(path).body();
                    assertEquals(layer.string("digest"), Digest.of(whole).toString());
                    int from = whole.length / 2;
                    HttpResponse<byte[]> part = get(path, "Range", "bytes=" + from + "-");
                    assertEquals(206, part.statusCode());
                    assertArrayEquals(Arrays.copyOfRange(whole, from, whole.length), part.body());
                }
            }
        }
    }

    @Test
    void manyReadTheJarAtOnce() throws Exception {
        byte[] expected = get("/index.html").body();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(HostFixture.CLIENT.sendAsync(
                    HttpRequest.newBuilder(url.resolve("/index.html")).build(),
                    HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertArrayEquals(expected, answer.get(30, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void aTakenPortIsOneClearSentence() throws Exception {
        Outcome outcome = outcome("--port", Integer.toString(url.getPort()));
        assertEquals(1, outcome.status());
        assertEquals(1, outcome.error().lines().count(), outcome.error());
        assertTrue(
                outcome.error().contains("Port " + url.getPort() + " is taken") && outcome.error().contains("--port"),
                outcome.error());
    }

    @Test
    void badOptionsAreRefusedAndHelpIsGiven() throws Exception {
        Outcome unknown = outcome("--prot", "1");
        assertEquals(2, unknown.status());
        assertTrue(unknown.error().startsWith("Unknown option: --prot"), unknown.error());
        Outcome help = outcome("--help");
        assertEquals(0, help.status());
        for (String option : List.of("--port", "--host", "--site", "--packages", "--extra", "--no-isolation",
                "--version", "--help")) {
            assertTrue(help.output().contains(option), option);
        }
        Outcome nowhere = outcome("--port", "0", "--host", "192.0.2.1");
        assertEquals(1, nowhere.status());
        assertTrue(nowhere.error().contains("--host"), nowhere.error());
    }

    @Test
    void theVersionAndTheBuildAreThoseOfTheAppInside() throws Exception {
        JsonObject site = json("/site.json");
        Outcome version = outcome("--version");
        assertEquals(0, version.status(), version.error());
        assertEquals("tabitat " + site.string("version") + " (build " + site.string("build") + ")",
                version.output().strip());
        String worker = new String(get("/service-worker.js").body(), StandardCharsets.UTF_8);
        assertTrue(worker.contains("\"" + site.string("build") + "\""),
                "the service worker has another build than " + site.string("build"));
    }

    @Test
    void theLicencesOfEveryPartAreInside() throws Exception {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(System.getProperty("tabitat.host.jar")))) {
            assertEquals(Files.readString(Path.of("../LICENSE")), Files.readString(jar.getPath("META-INF/LICENSE")));
            String notices = Files.readString(jar.getPath("META-INF/THIRD-PARTY.txt"));
            for (String artifact : List.of("io.javalin:javalin ", "org.eclipse.jetty:jetty-server ",
                    "org.slf4j:slf4j-api ", "org.jetbrains.kotlin:kotlin-stdlib ",
                    "jakarta.servlet:jakarta.servlet-api ", "com.github.rholder:snowball-stemmer ")) {
                assertTrue(notices.contains("- " + artifact), artifact + "in:\n" + notices);
            }
        }
        assertTrue(new String(get("/licences/notices.txt").body(), StandardCharsets.UTF_8).contains("TeaVM"));
    }

    @Test
    void itStopsWhenItIsTold() throws Exception {
        Process other = run("--port", "0");
        BufferedReader output = other.inputReader(StandardCharsets.UTF_8);
        assertTrue(URL.matcher(output.readLine()).find());
        // The process's own destroy would close its streams, too.
        other.toHandle().destroy();
        assertTrue(other.waitFor(20, TimeUnit.SECONDS), "still running");
        assertEquals("", new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertFalse(other.isAlive());
    }

    private record Outcome(int status, String output, String error) {}

    private static Outcome outcome(String... options) throws IOException, InterruptedException {
        Process process = run(options);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running: " + List.of(options));
        return new Outcome(
                process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Process run(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                System.getProperty("tabitat.host.jar")));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HostFixture.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonObject json(String path) throws IOException, InterruptedException {
        return JsonReader.readObject(get(path).body(), JsonLimits.DEFAULT);
    }
}
