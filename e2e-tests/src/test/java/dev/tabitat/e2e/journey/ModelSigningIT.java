package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The OpenSSF reference tool {@code model_signing} verifies what the tab signs, and the tab what it signs. The tool is
 * installed into {@code target/model-signing}; run with {@code -Preal-models}.
 */
final class ModelSigningIT {

    /** The version whose files are also committed as fixtures; pyOpenSSL is a dependency that it does not declare. */
    private static final List<String> TOOL = List.of("model-signing==1.1.1", "pyopenssl");
    private static final long INSTALL_MINUTES = 5;

    private static Path python;

    @TempDir
    Path directory;

    @BeforeAll
    static void install() throws Exception {
        if (!Boolean.getBoolean("tabitat.realModels")) {
            skip("the reference tool is installed only with -Preal-models");
        }
        Path venv = Path.of(System.getProperty("tabitat.target"), "model-signing");
        python = venv.resolve("bin/python");
        Path log = venv.resolveSibling("model-signing.log");
        if (!Files.exists(python)
                && run(log.getParent(), log, List.of("python3", "-m", "venv", venv.toString())) != 0) {
            skip("Python's venv module is missing: " + last(log));
        }
        List<String> pip = new ArrayList<>(
                List.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
        pip.addAll(TOOL);
        if (run(log.getParent(), log, pip) != 0) {
            skip("pip could not install " + TOOL + ": " + last(log));
        }
    }

    private static void skip(String reason) {
        System.out.println("SKIPPED ModelSigningIT: " + reason);
        abort(reason);
    }

    @Test
    void theToolVerifiesWhatTheTabSignsAndTheTabWhatTheToolSigns() throws Exception {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            for (String algorithm : List.of("ecdsa-p256", "ecdsa-p384", "ecdsa-p521")) {
                JsonObject key = tab.call("makeKey", Map.of("name", "Ada", "algorithm", algorithm)).getAsJsonObject();
                tab.call("sign", Map.of("model", "lande:q8", "key", key.get("id").getAsString()));
                Path here = unpack(tab, algorithm);
                Files.writeString(here.resolve("key.pem"), key.get("public_key").getAsString());
                assertEquals(0, verify(here, "lande-q8.sig"), () -> algorithm + ": " + output(here));
                Path readme = here.resolve("lande-q8/README.md");
                byte[] sound = Files.readAllBytes(readme);
                Files.writeString(readme, "changed");
                assertTrue(verify(here, "lande-q8.sig") != 0, algorithm + ": a changed file must be noticed");
                Files.write(readme, sound);
                tab.call("untrust", Map.of("id", key.get("id").getAsString(), "delete_own", true));

                String pem = sign(here, "lande-q8", algorithm.substring(algorithm.length() - 3), "theirs.sig");
                JsonObject report = bringIn(tab, here.resolve("theirs.sig"));
                assertEquals("signature", report.get("kind").getAsString(), report.toString());
                assertEquals("unknown", report.getAsJsonObject("signature").get("state").getAsString(),
                        report.toString());
                String id = tab.call("trust", Map.of("name", "The tool", "publicKey", pem)).getAsJsonObject().get("id")
                        .getAsString();
                JsonObject state = state(tab);
                assertEquals("trusted The tool package", state.get("state").getAsString() + " "
                        + state.get("by").getAsString() + " " + state.get("covers").getAsString());

                Files.writeString(readme, "changed");
                sign(here, "lande-q8", algorithm.substring(algorithm.length() - 3), "changed.sig");
                JsonObject refused = tab.rejection("async text => tabitat.import(new Blob([text]))",
                        Files.readString(here.resolve("changed.sig")));
                assertTrue(refused.toString().contains("README.md"), refused.toString());
                tab.call("untrust", id);
                tab.call("remove", "lande:q8");
                tab.call("install", "lande:q8");
            }
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void aFolderWithoutOurManifestIsSignedAsFilesOnly() throws Exception {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            Path here = unpack(tab, "files");
            Files.delete(here.resolve("lande-q8/oci-manifest.json"));
            String pem = sign(here, "lande-q8", "256", "theirs.sig");
            tab.call("trust", Map.of("name", "The tool", "publicKey", pem));
            bringIn(tab, here.resolve("theirs.sig"));
            assertEquals("files", state(tab).get("covers").getAsString());
        }
    }

    private static JsonObject state(Tab tab) {
        return tab.call("installed").getAsJsonArray().get(0).getAsJsonObject().getAsJsonObject("signature");
    }

    /** The exported folder, unpacked by tar. */
    private Path unpack(Tab tab, String name) throws Exception {
        String base64 = (String) tab.page().evaluate(
                """
                        async () => {
                          const bytes = new Uint8Array(await (await tabitat.export({ what: 'package', root: 'lande:q8', format: 'folder' })).arrayBuffer());
                          let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text);
                        }""");
        Path here = Files.createDirectory(directory.resolve(name));
        Files.write(here.resolve("folder.tar"), Base64.getDecoder().decode(base64));
        assertEquals(0, run(here, here.resolve("output"), List.of("tar", "xf", "folder.tar")), () -> output(here));
        return here;
    }

    private static int verify(Path here, String signature) throws Exception {
        return run(here, here.resolve("output"),
                List.of(python.toString(), "-m", "model_signing", "verify", "key", "lande-q8", "--signature", signature,
                        "--public_key", "key.pem"));
    }

    /** Signs a folder with a new key of a curve; the public key in PEM. */
    private static String sign(Path here, String folder, String bits, String signature) throws Exception {
        String script = """
                import sys
                from cryptography.hazmat.primitives import serialization as s
                from cryptography.hazmat.primitives.asymmetric import ec
                key = ec.generate_private_key({'256': ec.SECP256R1(), '384': ec.SECP384R1(), '521': ec.SECP521R1()}[sys.argv[1]])
                open('their.key', 'wb').write(key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()))
                open('their.pem', 'wb').write(key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo))
                """;
        assertEquals(0, run(here, here.resolve("output"), List.of(python.toString(), "-c", script, bits)),
                () -> output(here));
        assertEquals(0,
                run(here, here.resolve("output"),
                        List.of(python.toString(), "-m", "model_signing", "sign", "key", folder, "--private_key",
                                "their.key",
                                "--signature", signature)),
                () -> output(here));
        return Files.readString(here.resolve("their.pem"));
    }

    private static JsonObject bringIn(Tab tab, Path file) throws IOException {
        return JsonParser
                .parseString((String) tab.page().evaluate(
                        "async text => JSON.stringify(await tabitat.import(new Blob([text])))", Files.readString(file)))
                .getAsJsonObject();
    }

    private static int run(Path here, Path log, List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).directory(here.toFile()).redirectErrorStream(true)
                    .redirectOutput(log.toFile()).start();
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException absent) {
            return -1;
        }
    }

    private static String output(Path here) {
        return last(here.resolve("output"));
    }

    private static String last(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - 400));
        } catch (IOException none) {
            return "no output";
        }
    }
}
