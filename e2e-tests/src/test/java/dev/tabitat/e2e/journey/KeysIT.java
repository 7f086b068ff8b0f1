package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * They make a key, sign a model, lose the browser's profile, and go on with the exported file; a friend trusts them by
 * name.
 */
final class KeysIT {

    private static final String PASSPHRASE = "four unrelated words here";

    @Test
    void aKeyOutlivesItsProfileAndSignaturesShowFourStates() throws Exception {
        try (HostProcess host = HostProcess.start()) {
            String file;
            String pem;
            try (Lab lab = new Lab()) {
                Tab tab = Tab.open(lab, host.url()).ready();
                assertEquals("unsigned", state(tab));
                Page page = tab.page();
                page.evaluate("() => { location.hash = 'device'; }");
                Locator card = page.locator("section[aria-labelledby=kt]");
                PlaywrightAssertions.assertThat(card).containsText("No key yet.");
                card.getByText("Make a key").first().click();
                card.getByLabel("Your name").fill("Ada");
                button(card, "Make a key").click();
                PlaywrightAssertions.assertThat(card).containsText("The key is made.");
                PlaywrightAssertions.assertThat(card.locator("dt")).hasText("Ada");
                JsonObject key = tab.call("keys").getAsJsonObject().getAsJsonArray("keys").get(0).getAsJsonObject();
                pem = key.get("public_key").getAsString();

                JsonObject signed = tab.call("sign", Map.of("model", "lande:q8", "key", key.get("id").getAsString()))
                        .getAsJsonObject();
                assertEquals("trusted", signed.get("state").getAsString());
                verifyByOpenssl(pem, key.get("algorithm").getAsString(),
                        signed.getAsJsonArray("signatures").get(0).getAsJsonObject().get("envelope").getAsString());

                card.getByText("Export a key").first().click();
                card.getByLabel("A passphrase").fill(PASSPHRASE);
                Download download = page.waitForDownload(() -> button(card, "Export Ada").click());
                file = Files.readString(download.path());
                assertFalse(file.contains("secret"), file);
                shot(page, "keys-light");
                page.setViewportSize(360, 780);
                card.scrollIntoViewIfNeeded();
                shot(page, "keys-narrow");
                assertEquals(List.of(), lab.offences());
            }
            // Another profile: the first is gone.
            try (Lab lab = new Lab(Lab.Trait.DARK)) {
                Tab tab = Tab.open(lab, host.url()).ready();
                assertEquals("unsigned", state(tab));
                Page page = tab.page();
                page.evaluate("() => { location.hash = 'device'; }");
                Locator card = page.locator("section[aria-labelledby=kt]");
                card.getByText("Restore a key").first().click();
                card.getByLabel("The exported file").fill(file);
                card.getByLabel("Its passphrase").fill("another passphrase");
                button(card, "Restore it").click();
                PlaywrightAssertions.assertThat(card).containsText("The passphrase does not open this key.");
                card.getByLabel("Its passphrase").fill(PASSPHRASE);
                button(card, "Restore it").click();
                PlaywrightAssertions.assertThat(card).containsText("The key of Ada is back.");
                String id = tab.call("keys").getAsJsonObject().getAsJsonArray("keys").get(0).getAsJsonObject().get("id")
                        .getAsString();
                tab.call("sign", Map.of("model", "lande:q8", "key", id));
                assertEquals("trusted", state(tab));
                tab.call("untrust", Map.of("id", id, "delete_own", true));
                assertEquals("unknown", state(tab));

                card.getByText("Trust another person").first().click();
                card.getByLabel("Their name").fill("Ada, a friend");
                card.getByLabel("Their public key").fill(pem);
                button(card, "Trust this key").click();
                PlaywrightAssertions.assertThat(card).containsText("You trust the key of Ada, a friend now.");
                assertEquals("trusted", state(tab));
                assertEquals("Ada, a friend", tab.call("installed").getAsJsonArray().get(0).getAsJsonObject()
                        .getAsJsonObject("signature").get("by").getAsString());
                PlaywrightAssertions.assertThat(card.getByLabel("Their public key")).hasValue("");
                shot(page, "keys-dark");

                tab.call("untrust", id);
                spoil(tab);
                tab.page().reload();
                tab.ready();
                assertEquals("wrong", state(tab));
                JsonObject licence = tab.call("licence", Map.of("model", "lande:q8")).getAsJsonObject();
                assertEquals("MIT", licence.get("expression").getAsString());
                assertTrue(licence.get("text").getAsString().contains("Permission is hereby granted"),
                        licence.toString());
                assertEquals(List.of(), lab.offences());
            }
        }
    }

    /**
     * The other kind of key, made, used, carried to another profile and used again by the browser, and verified by
     * openssl.
     */
    @Test
    void aKeyOfEd25519SignsInTheBrowserAndOpensslAgrees() throws Exception {
        try (HostProcess host = HostProcess.start()) {
            String file;
            String pem;
            String archive;
            try (Lab lab = new Lab()) {
                Tab tab = Tab.open(lab, host.url()).ready();
                JsonObject key = tab.call("makeKey", Map.of("name", "Bo", "algorithm", "ed25519")).getAsJsonObject();
                assertEquals("ed25519", key.get("algorithm").getAsString());
                pem = key.get("public_key").getAsString();
                signsAndIsRight(tab, key.get("id").getAsString(), pem);
                archive = (String) tab.page().evaluate(
                        """
                                async () => {
                                  const bytes = new Uint8Array(await (await tabitat.export({ what: 'package', root: 'lande:q8' })).arrayBuffer());
                                  let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text);
                                }
                                """);
                file = (String) tab.page().evaluate(
                        "async ([id, passphrase]) => (await tabitat.exportKey({ id, passphrase })).text()",
                        List.of(key.get("id").getAsString(), PASSPHRASE));
            }
            try (Lab lab = new Lab()) {
                Tab tab = Tab.open(lab, host.url()).ready();
                assertEquals("unsigned", state(tab));
                JsonObject brought = JsonParser.parseString((String) tab.page().evaluate(
                        "async text => JSON.stringify(await tabitat.import(Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer))",
                        archive)).getAsJsonObject();
                assertTrue(brought.get("ok").getAsBoolean(), brought.toString());
                assertEquals("unknown", state(tab), "the signature came along; the key is nobody's here");
                JsonObject back = tab.call("importKey", Map.of("file", file, "passphrase", PASSPHRASE))
                        .getAsJsonObject();
                signsAndIsRight(tab, back.get("id").getAsString(), pem);
                tab.call("untrust", Map.of("id", back.get("id").getAsString(), "delete_own", true));
                assertEquals("unknown", state(tab));
                spoil(tab);
                tab.page().reload();
                tab.ready();
                assertEquals("wrong", state(tab));
            }
        }
    }

    private static void signsAndIsRight(Tab tab, String id, String pem) throws Exception {
        JsonObject signed = tab.call("sign", Map.of("model", "lande:q8", "key", id)).getAsJsonObject();
        assertEquals("trusted", signed.get("state").getAsString(), signed.toString());
        verifyByOpenssl(pem, "ed25519",
                signed.getAsJsonArray("signatures").get(0).getAsJsonObject().get("envelope").getAsString());
    }

    private static String state(Tab tab) {
        return tab.call("installed").getAsJsonArray().get(0).getAsJsonObject().getAsJsonObject("signature").get("state")
                .getAsString();
    }

    private static Locator button(Locator card, String name) {
        return card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Changes one digit of the stored signature. */
    private static void spoil(Tab tab) {
        tab.page().evaluate(
                """
                        async () => {
                          const names = await indexedDB.databases();
                          const db = await new Promise((done, fail) => { const r = indexedDB.open(names[0].name); r.onsuccess = () => done(r.result); r.onerror = fail; });
                          const store = db.transaction('settings', 'readwrite').objectStore('settings');
                          const keys = await new Promise(done => { const r = store.getAllKeys(); r.onsuccess = () => done(r.result); });
                          const key = keys.find(k => k.startsWith('signature/'));
                          const text = await new Promise(done => { const r = store.get(key); r.onsuccess = () => done(r.result); });
                          const record = JSON.parse(text);
                          const envelope = JSON.parse(record.envelope);
                          const sig = envelope.signatures[0].sig;
                          envelope.signatures[0].sig = (sig[20] === 'A' ? sig.slice(0, 20) + 'B' : sig.slice(0, 20) + 'A') + sig.slice(21);
                          record.envelope = JSON.stringify(envelope);
                          await new Promise(done => { const r = store.put(JSON.stringify(record), key); r.onsuccess = done; });
                          db.close();
                        }""");
    }

    /** DSSE's pre-authentication encoding, made here by hand; skipped where there is no openssl. */
    private static void verifyByOpenssl(String pem, String algorithm, String envelopeText) throws Exception {
        JsonObject envelope = JsonParser.parseString(envelopeText).getAsJsonObject();
        byte[] payload = Base64.getDecoder().decode(envelope.get("payload").getAsString());
        String type = envelope.get("payloadType").getAsString();
        byte[] head = ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ")
                .getBytes(StandardCharsets.UTF_8);
        Path directory = Files.createTempDirectory("tabitat-openssl");
        Files.write(directory.resolve("message"), concat(head, payload));
        Files.writeString(directory.resolve("key.pem"), pem);
        Files.write(directory.resolve("signature"), Base64.getDecoder().decode(
                envelope.getAsJsonArray("signatures").get(0).getAsJsonObject().get("sig").getAsString()));
        List<String> command = algorithm.equals("ed25519")
                ? List.of("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "message",
                        "-sigfile", "signature")
                : List.of("openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "message");
        try {
            assertEquals(0, new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor(),
                    "openssl verifies what the tab signed");
            System.out.println("openssl verified the tab's " + algorithm + " signature");
        } catch (java.io.IOException absent) {
            System.out.println("SKIPPED: openssl is not installed, so the signature was not verified by it");
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static void shot(Page page, String name) {
        page.locator("section[aria-labelledby=kt]").screenshot(new Locator.ScreenshotOptions()
                .setPath(HostProcess.root().resolve("e2e-tests/target/shots/" + name + ".png")));
    }
}
