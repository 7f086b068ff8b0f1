package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.hub.FileOrigins;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.web.fetch.Hosting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConnectionsTest {

    private static List<String> lines(String policy, Hosting hosting) {
        JsonObject json = Connections.of(policy, hosting);
        assertEquals(policy, json.string("policy"), "the policy is shown as it was sent");
        return json.array("connect").objects().stream().map(one -> one.string("source") + " = " + one.string("purpose"))
                .toList();
    }

    @Test
    void everyAllowedAddressIsListedWithWhatItIsFor() {
        Hosting hosting = new Hosting(
                List.of(new RegistryOrigins("https://r", List.of("https://t"), List.of("https://b", "https://t"))),
                List.of("https://m"),
                Optional.of(new HubAddresses("https://h", FileOrigins.parse(List.of("https://*.f.example")))));
        assertEquals(List.of("'self' = this page's own host: the app's files and packages",
                "http://127.0.0.1:* = programs on this device, at any port: model servers that you approve",
                "https://r = packages of this registry",
                "https://t = access tokens for https://r; files of packages, where https://r redirects to it",
                "https://b = files of packages, where https://r redirects to it",
                "https://m = a model server that you approve",
                "https://h = the model hub: searches and lists of files, when you add a model",
                "https://*.f.example = files of models of https://h",
                "https://else = the host does not say what this is for"),
                lines("default-src 'none'; connect-src 'self' http://127.0.0.1:* https://r https://t https://b https://m https://h https://*.f.example  https://else; img-src 'self'",
                        hosting));
    }

    @Test
    void aPolicyWithoutTheDirectiveFallsBackAndNoPolicyAllowsEverything() {
        assertEquals(List.of("'none' = no connection at all"),
                lines("default-src 'none'; img-src 'self'", Hosting.NONE));
        assertEquals(List.of("'none' = no connection at all"), lines("connect-src", Hosting.NONE));
        assertEquals(List.of("* = any address: this policy does not limit connections"), lines("", Hosting.NONE));
    }
}
