package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** They carry a model to another browser as one file; what is damaged on the way stays outside. */
final class ArchiveIT {

    private static final String MODEL = "opennlp-langdetect:fp32";

    /** A Blob's bytes, as text that a test can carry. */
    private static final String TEXT_OF = """
            async options => {
              const blob = await tabitat.export(options);
              const url = await new Promise(done => {
                const reader = new FileReader();
                reader.onload = () => done(reader.result);
                reader.readAsDataURL(blob);
              });
              return blob.type + ',' + blob.size + ',' + url.slice(url.indexOf(',') + 1);
            }""";

    private static final String BRING = """
            async text => {
              const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
              const reports = [];
              try {
                const result = await tabitat.import(new Blob([bytes]), { onProgress: report => reports.push(report.done) });
                return JSON.stringify({ ...result, reports: reports.length });
              } catch (e) {
                return JSON.stringify({ refused: e.code, message: e.message });
              }
            }""";

    @Test
    void aModelTravelsAsOneFile() {
        byte[] file;
        JsonArray answer;
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.call("install", MODEL);
            answer = scores(tab);
            file = export(tab, "{ \"what\": \"package\", \"root\": \"" + MODEL + "\", \"format\": \"oci\" }");
            byte[] ecology = export(tab, "{ \"what\": \"ecology\" }");
            assertTrue(names(ecology).containsAll(names(file)), "the ecology holds the package");
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());
        }
        List<String> names = names(file);
        assertEquals(List.of("oci-layout", "index.json"), names.subList(0, 2));
        assertTrue(names.subList(2, names.size()).stream().allMatch(name -> name.matches("blobs/sha256/[0-9a-f]{64}")),
                names.toString());
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            long before = received(tab);
            byte[] damaged = file.clone();
            damaged[damaged.length / 2] ^= 1;
            JsonObject refused = bring(tab, damaged);
            assertFalse(refused.get("ok").getAsBoolean(), refused.toString());
            assertEquals(1, tab.call("installed").getAsJsonArray().size(), "nothing of it was installed");
            JsonObject report = bring(tab, file);
            assertTrue(report.get("ok").getAsBoolean(), report.toString());
            assertEquals(MODEL, report.getAsJsonArray("installed").get(0).getAsString());
            assertEquals(answer, scores(tab), "it answers as it did where it came from");
            assertTrue(received(tab) - before < 1_000_000,
                    "what came over the network is the catalogue at most: " + (received(tab) - before));
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
            assertEquals("unsupported",
                    bring(tab, new byte[]{0x1F, (byte) 0x8B, 8, 0, 0, 0}).get("refused").getAsString());
            assertEquals("damaged_data",
                    bring(tab, "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII))
                            .get("refused").getAsString());
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());
        }
    }

    /** {@code skopeo} is no part of a fresh machine: without it this says so and is left out. */
    @Test
    void skopeoReadsWhatWasExported() throws Exception {
        Assumptions.assumeTrue(run("skopeo", "--version").startsWith("skopeo"),
                "SKIPPED: skopeo is not installed, so nobody else's eyes have read the archive (Debian: apt-get install skopeo)");
        byte[] file;
        String digest;
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            file = export(tab, "{ \"what\": \"ecology\" }");
            digest = tab.call("installed").getAsJsonArray().get(0).getAsJsonObject().get("digest").getAsString();
        }
        Path folder = Files.createTempDirectory("tabitat-skopeo");
        Path archive = Files.write(folder.resolve("ecology.tar"), file);
        String manifest = run("skopeo", "inspect", "--raw", "oci-archive:" + archive + ":lande:q8");
        assertEquals(digest, "sha256:" + HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(manifest.getBytes(StandardCharsets.UTF_8))));
        for (String name : List.of("lande:q8", "lineage")) {
            String copied = run("skopeo", "copy", "oci-archive:" + archive + ":" + name,
                    "oci:" + folder.resolve("layout") + ":" + name);
            assertTrue(copied.contains("Writing manifest to image destination"), copied);
        }
        assertEquals(manifest, run("skopeo", "inspect", "--raw", "oci:" + folder.resolve("layout") + ":lande:q8"),
                "it comes out of a copy unchanged");
    }

    private static String run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : "failed: " + said;
        } catch (IOException missing) {
            return "";
        }
    }

    private static JsonArray scores(Tab tab) {
        return tab.call("classify", java.util.Map.of("model", MODEL, "input", Samples.BY_LANGUAGE.get("fin")))
                .getAsJsonObject().getAsJsonArray("results");
    }

    private static long received(Tab tab) {
        for (var entry : tab.call("ledger").getAsJsonObject().getAsJsonArray("entries")) {
            if (entry.getAsJsonObject().get("purpose").getAsString().equals("package")) {
                return entry.getAsJsonObject().get("received_bytes").getAsLong();
            }
        }
        return 0;
    }

    private static byte[] export(Tab tab, String options) {
        String[] parts = ((String) tab.page().evaluate("async text => (" + TEXT_OF + ")(JSON.parse(text))", options))
                .split(",", 3);
        assertEquals("application/x-tar", parts[0]);
        byte[] file = Base64.getDecoder().decode(parts[2]);
        assertEquals(Integer.parseInt(parts[1]), file.length);
        return file;
    }

    private static JsonObject bring(Tab tab, byte[] file) {
        return JsonParser.parseString((String) tab.page().evaluate(BRING, Base64.getEncoder().encodeToString(file)))
                .getAsJsonObject();
    }

    /** The names in an archive, read as POSIX has it. */
    private static List<String> names(byte[] tar) {
        List<String> names = new ArrayList<>();
        for (int at = 0; tar[at] != 0;) {
            String header = new String(tar, at, 512, StandardCharsets.US_ASCII);
            names.add(header.substring(0, header.indexOf('\0')));
            long size = Long.parseLong(header.substring(124, 135), 8);
            at += (int) (512 + (size + 511) / 512 * 512);
        }
        return names;
    }
}
