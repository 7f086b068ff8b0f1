package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.ServerOutput;
import dev.tabitat.e2e.support.Tab;
import dev.tabitat.e2e.support.TokenRegistry;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages leave our host with skopeo, come into an OCI layout and into a registry server that others wrote, and from
 * there into the tab, with the same digests all the way.
 */
final class OciIT {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void everyStarterPackageGoesRoundThroughToolsThatKnowNothingOfUs() throws Exception {
        requireTools();
        int port = freePort();
        String registry = "http://127.0.0.1:" + port;
        Process server = startRegistry(port);
        try (HostProcess host = HostProcess.start("--registry", registry); Lab lab = new Lab()) {
            Set<String> names = packages(host.url());
            assertTrue(names.size() >= 6, names.toString());
            for (String name : names) {
                goesRound(name, host, port);
            }
            Tab tab = Tab.open(lab, host.url()).ready();
            Set<String> offered = new TreeSet<>();
            for (JsonElement entry : tab.call("catalog", Map.of("registry", registry)).getAsJsonArray()) {
                assertTrue(entry.getAsJsonObject().has("repository"), entry.toString());
                offered.add(entry.getAsJsonObject().get("name").getAsString());
            }
            assertEquals(names, offered);
            long before = received(tab, registry);
            for (String name : List.of("opennlp-langdetect:fp32", "all-minilm-l6-v2:q4")) {
                JsonObject done = install(tab, name, registry);
                assertEquals(digest(host.url(), name), done.get("digest").getAsString());
                assertEquals(0, done.get("resumed_bytes").getAsLong(), done.toString());
            }
            assertTrue(received(tab, registry) - before > 20_000_000,
                    "the ledger names the registry: " + tab.call("ledger"));
            lab.context().setOffline(true);
            assertEquals("spa", tab.label("opennlp-langdetect:fp32", Samples.BY_LANGUAGE.get("spa")));
            assertEquals(384,
                    tab.call("embed", Map.of("model", "all-minilm-l6-v2:q4", "input", "hello")).getAsJsonObject()
                            .getAsJsonArray("embeddings").get(0).getAsJsonArray().size());
            lab.context().setOffline(false);
            assertEquals(List.of(), lab.offences());
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
            bringsAdapters(tab, registry, port);
            JsonObject unknown = tab.rejection("registry => tabitat.install('nobody:q8', { registry })", registry);
            assertEquals("invalid_input", unknown.get("code").getAsString(), unknown.toString());
            JsonObject unnamed = tab.rejection("registry => tabitat.install('nobody:q8', { registry })",
                    "http://127.0.0.1:1");
            assertEquals("unavailable", unnamed.get("code").getAsString(), unnamed.toString());
            assertTrue(unnamed.get("remedy").getAsString().contains("--registry http://127.0.0.1:1"),
                    unnamed.toString());
            JsonObject noOrigin = tab.rejection("registry => tabitat.catalog({ registry })", "registry.example/path");
            assertEquals("invalid_input", noOrigin.get("code").getAsString(), noOrigin.toString());
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void aPackageInANamespaceComesFromARegistryThatAsksForTokens() throws Exception {
        requireTools();
        String name = "opennlp-langdetect:fp32";
        try (TokenRegistry registry = new TokenRegistry(folder)) {
            String plain = registry.front();
            String unnamedTokens = registry.front();
            String redirecting = registry.redirectingFront();
            String unnamedStore = registry.redirectingFront();
            String token = " token=" + registry.tokenServer();
            try (HostProcess host = HostProcess.start("--registry", plain + token, "--registry", unnamedTokens,
                    "--registry", unnamedStore + token,
                    "--registry", redirecting + token + " blobs=" + registry.store()); Lab lab = new Lab()) {
                for (String repository : List.of("acme/opennlp-langdetect", "private/opennlp-langdetect")) {
                    run("skopeo", "copy", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false",
                            "--dest-creds", TokenRegistry.CREDENTIALS,
                            "docker://127.0.0.1:" + host.port() + "/" + name,
                            "docker://127.0.0.1:" + registry.port() + "/" + repository + ":fp32");
                }
                registry.tokenRequests().clear();
                Tab tab = Tab.open(lab, host.url()).ready();
                JsonObject unknownTokens = refusal(tab, "acme/" + name, unnamedTokens);
                assertEquals("refused", unknownTokens.get("code").getAsString(), unknownTokens.toString());
                assertTrue(unknownTokens.get("remedy").getAsString()
                        .contains("--registry \"" + unnamedTokens + token + "\""), unknownTokens.toString());
                assertEquals(0, registry.tokenRequests().size(), "a token server that is not named is not asked");
                JsonObject unknownStore = refusal(tab, "acme/" + name, unnamedStore);
                assertEquals("refused", unknownStore.get("code").getAsString(), unknownStore.toString());
                assertTrue(unknownStore.get("remedy").getAsString().contains("blobs="), unknownStore.toString());
                assertEquals(0, registry.storeRequests().size(),
                        "a redirect to an origin that is not named leads nowhere, though the policy allows local ports");
                JsonObject closed = refusal(tab, "private/" + name, plain);
                assertEquals("unavailable", closed.get("code").getAsString(), closed.toString());
                assertTrue(closed.get("message").getAsString().contains("sign-in"), closed.toString());

                JsonObject listed = tab.call("catalog", Map.of("registry", plain)).getAsJsonArray().get(0)
                        .getAsJsonObject();
                assertEquals(name, listed.get("name").getAsString());
                assertEquals("acme/opennlp-langdetect", listed.get("repository").getAsString());
                registry.refuseTokens(2, 1);
                JsonObject done = install(tab, "acme/" + name, redirecting);
                List<Double> asked = registry.tokenMillis();
                assertTrue(
                        asked.size() >= 3 && asked.get(1) - asked.get(0) >= 1_000
                                && asked.get(2) - asked.get(1) >= 1_000,
                        "the token server is waited for as it asks: " + asked);
                assertEquals(name, done.get("name").getAsString());
                assertEquals(digest(host.url(), name), done.get("digest").getAsString());
                assertTrue(registry.storeRequests().size() > 0, "the blobs came from the store");
                assertTrue(received(tab, registry.store()) > 0, "the ledger names the store: " + tab.call("ledger"));
                assertTrue(received(tab, registry.tokenServer()) > 0,
                        "the ledger names the token server: " + tab.call("ledger"));
                tab.call("remove", name);
                assertEquals(digest(host.url(), name), install(tab, name, plain).get("digest").getAsString(),
                        "by the name that the catalogue has");
                JsonObject connections = tab.call("connections").getAsJsonObject();
                HttpResponse<String> page = client.send(HttpRequest.newBuilder(host.url()).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals(page.headers().firstValue("Content-Security-Policy").orElseThrow(),
                        connections.get("policy").getAsString());
                assertTrue(connections.toString().contains("access tokens for " + plain)
                        && connections.toString().contains("http://127.0.0.1:*"), connections.toString());
                tab.page().navigate(host.url() + "#device");
                tab.page().locator("#policy").waitFor();
                assertEquals(connections.get("policy").getAsString(), tab.page().locator("#policy").textContent());
                lab.context().setOffline(true);
                assertEquals("spa", tab.label(name, Samples.BY_LANGUAGE.get("spa")));
                lab.context().setOffline(false);
                assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
            }
        }
    }

    private static JsonObject refusal(Tab tab, String name, String registry) {
        return tab.rejection("([name, registry]) => tabitat.install(name, { registry })", List.of(name, registry));
    }

    private static void requireTools() {
        String reason = "OciIT needs skopeo and docker-registry (Debian packages of these names), which are not installed";
        boolean areHere = isOnPath("skopeo") && isOnPath("docker-registry");
        if (!areHere) {
            System.err.println("SKIPPED: " + reason);
        }
        assumeTrue(areHere, reason);
    }

    /** From the host to a layout, from there to the registry; every manifest stays the same to the byte. */
    private void goesRound(String name, HostProcess host, int port) throws Exception {
        String layout = "oci:" + folder.resolve("layout") + ":" + name;
        run("skopeo", "copy", "--preserve-digests", "--src-tls-verify=false",
                "docker://127.0.0.1:" + host.port() + "/" + name, layout);
        run("skopeo", "copy", "--preserve-digests", "--dest-tls-verify=false", layout,
                "docker://127.0.0.1:" + port + "/" + name);
        assertEquals(digest(host.url(), name), digest(URI.create("http://127.0.0.1:" + port), name), name);
    }

    /** An adapter goes out as a file, by skopeo to its base's repository, and comes back as what refers to the base. */
    private void bringsAdapters(Tab tab, String registry, int port) throws Exception {
        String base = "all-minilm-l6-v2:q4";
        String imported = (String) tab.page().evaluate(MAKE_ADAPTER, base);
        JsonObject made = JsonParser.parseString(imported).getAsJsonObject();
        byte[] file = java.util.Base64.getDecoder().decode(made.get("archive").getAsString());
        tab.call("remove", "plain:v1");
        assertEquals(0, tab.call("adapters", Map.of("base", base)).getAsJsonArray().size());
        Path archive = Files.write(folder.resolve("plain.tar"), file);
        run("skopeo", "copy", "--preserve-digests", "--dest-tls-verify=false", "oci-archive:" + archive + ":plain:v1",
                "docker://127.0.0.1:" + port + "/all-minilm-l6-v2:plain-v1");
        URI at = URI.create(registry);
        HttpResponse<String> manifest = client.send(
                HttpRequest.newBuilder(at.resolve("/v2/all-minilm-l6-v2/manifests/plain-v1"))
                        .header("Accept", "application/vnd.oci.image.manifest.v1+json").build(),
                HttpResponse.BodyHandlers.ofString());
        String artifactType = JsonParser.parseString(manifest.body()).getAsJsonObject().get("artifactType")
                .getAsString();
        // This registry has no list of referrers; whoever pushes keeps it under a tag, as the specification has it.
        String index = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[{\"mediaType\":"
                + "\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + made.get("digest").getAsString()
                + "\",\"size\":"
                + manifest.body().getBytes(StandardCharsets.UTF_8).length + ",\"artifactType\":\"" + artifactType
                + "\"}]}";
        HttpResponse<String> put = client.send(
                HttpRequest
                        .newBuilder(at.resolve("/v2/all-minilm-l6-v2/manifests/" + digest(at, base).replace(':', '-')))
                        .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                        .PUT(HttpRequest.BodyPublishers.ofString(index)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, put.statusCode(), put.body());
        JsonObject offered = tab.call("adapters", Map.of("base", base, "registry", registry)).getAsJsonArray().get(0)
                .getAsJsonObject();
        assertEquals("plain:v1", offered.get("name").getAsString());
        assertEquals(made.get("digest"), offered.get("digest"));
        assertTrue(offered.get("compatible").getAsBoolean() && !offered.get("installed").getAsBoolean(),
                offered.toString());
        assertEquals(made.get("digest"), tab.call("install", "plain:v1").getAsJsonObject().get("digest"));
        assertTrue(tab.call("adapters", Map.of("base", base)).getAsJsonArray().get(0).getAsJsonObject().get("installed")
                .getAsBoolean());
        assertEquals(
                1, tab
                        .call("embed",
                                Map.of("model", base, "input", "hello", "adapters",
                                        List.of(Map.of("name", "plain:v1"))))
                        .getAsJsonObject().getAsJsonArray("embeddings").size());
    }

    /** A LoRA of rank 4 on one layer, as the two files of PEFT. */
    private static final String MAKE_ADAPTER = """
            async base => {
              const names = ['A', 'B'].map(part => 'base_model.model.encoder.layer.0.attention.self.query.lora_' + part + '.weight');
              const header = {}; let at = 0;
              names.forEach((name, i) => { header[name] = {dtype: 'F32', shape: i === 0 ? [4, 384] : [384, 4], data_offsets: [at, at + 6144]}; at += 6144; });
              const text = new TextEncoder().encode(JSON.stringify(header).padEnd(Math.ceil(JSON.stringify(header).length / 8) * 8));
              const file = new Uint8Array(8 + text.length + at);
              new DataView(file.buffer).setUint32(0, text.length, true);
              file.set(text, 8);
              const values = new Float32Array(at / 4).map((_, i) => Math.sin(i) / 20);
              file.set(new Uint8Array(values.buffer), 8 + text.length);
              const made = await tabitat.importAdapter({base, name: 'plain', weights: file.buffer, licence: 'Apache-2.0',
                config: {peft_type: 'LORA', r: 4, lora_alpha: 8, target_modules: ['encoder.layer.0.attention.self.query'], bias: 'none', fan_in_fan_out: false, inference_mode: true, task_type: 'FEATURE_EXTRACTION'}});
              const archive = new Uint8Array(await (await tabitat.export({what: 'package', root: 'plain:v1'})).arrayBuffer());
              let binary = '';
              for (const byte of archive) binary += String.fromCharCode(byte);
              return JSON.stringify({digest: made.digest, archive: btoa(binary)});
            }
            """;

    private JsonObject install(Tab tab, String name, String registry) {
        return JsonParser.parseString((String) tab.page().evaluate(
                "async ([name, registry]) => JSON.stringify(await tabitat.install(name, { registry }))",
                List.of(name, registry))).getAsJsonObject();
    }

    private static long received(Tab tab, String origin) {
        long bytes = 0;
        for (JsonElement entry : tab.call("ledger").getAsJsonObject().getAsJsonArray("entries")) {
            if (entry.getAsJsonObject().get("origin").getAsString().equals(origin)) {
                bytes += entry.getAsJsonObject().get("received_bytes").getAsLong();
            }
        }
        return bytes;
    }

    private Set<String> packages(URI host) throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonElement repository : json(host, "/v2/_catalog").getAsJsonArray("repositories")) {
            for (JsonElement tag : json(host, "/v2/" + repository.getAsString() + "/tags/list")
                    .getAsJsonArray("tags")) {
                if (!tag.getAsString().startsWith("sha256-")) {
                    names.add(repository.getAsString() + ":" + tag.getAsString());
                }
            }
        }
        return names;
    }

    private JsonObject json(URI origin, String path) throws Exception {
        return JsonParser.parseString(
                client.send(HttpRequest.newBuilder(origin.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .getAsJsonObject();
    }

    private String digest(URI origin, String name) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(origin.resolve("/v2/" + name.replace(":", "/manifests/")))
                        .header("Accept", "application/vnd.oci.image.manifest.v1+json").build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), origin + " " + name + ": " + answer.body());
        return answer.headers().firstValue("Docker-Content-Digest").orElse("none");
    }

    private Process startRegistry(int port) throws Exception {
        Path config = Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                log:
                  level: info
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                  headers:
                    Access-Control-Allow-Origin: ['*']
                    Access-Control-Expose-Headers: ['Docker-Content-Digest, Link, Content-Range']
                    Cross-Origin-Resource-Policy: ['cross-origin']
                """.formatted(folder.resolve("registry"), port), StandardCharsets.UTF_8);
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true).start();
        ServerOutput.awaitLine(process, "listening on");
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOnPath(String program) {
        List<String> folders = new ArrayList<>(
                List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        return folders.stream().anyMatch(one -> Files.isExecutable(Path.of(one).resolve(program)));
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), String.join(" ", command) + "\n" + said);
    }
}
