package dev.tabitat.web.fetch;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.hub.FileOrigins;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.List;
import java.util.Optional;

/**
 * What the host of the page says about the origins that its security policy allows, in {@code /hosting.json}:
 * {@code {registries: [{origin, token, blobs}], endpoints: [origin], hub?: {origin, files: [origin]}}}. A static host
 * may serve such a file, or none.
 *
 * @param registries OCI registries, each with its origins
 * @param endpoints origins of model servers
 * @param hub the model hub that pages may ask
 */
public record Hosting(List<RegistryOrigins> registries, List<String> endpoints, Optional<HubAddresses> hub) {

    public static final Hosting NONE = new Hosting(List.of(), List.of(), Optional.empty());

    private static final String PATH = "/hosting.json";
    private static final JsonLimits LIMITS = new JsonLimits(1 << 18, 8);

    public Hosting {
        registries = List.copyOf(registries);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Requests the file from the host. A host without such a file, or with a malformed one, says nothing.
     *
     * @throws Unavailable when it does not answer
     */
    public static Hosting read(ByteSource host, DownloadClock pace, CancellationToken stop) {
        ByteSource.Answer answer = host.get(PATH, Optional.empty(), stop);
        try {
            if (answer.status() != 200) {
                return NONE;
            }
            JsonObject json = JsonReader.readObject(SmallBody.read(answer, PATH, LIMITS.maxBytes(), pace, stop),
                    LIMITS);
            return new Hosting(
                    json.findArray("registries").orElse(JsonArray.EMPTY).objects().stream()
                            .map(RegistryOrigins::fromJson).toList(),
                    json.findArray("endpoints").orElse(JsonArray.EMPTY).strings(),
                    json.findObject("hub").map(hub -> new HubAddresses(hub.string("origin"),
                            FileOrigins.parse(hub.array("files").strings()))));
        } catch (Unavailable offline) {
            throw offline;
        } catch (TabitatException malformed) {
            return NONE;
        } finally {
            answer.close();
        }
    }

    /**
     * The entry of a registry; of one that is not listed, the origin alone. @throws InvalidInput when this is no origin
     */
    public RegistryOrigins registry(String origin) {
        String normal = RegistryOrigins.origin(origin);
        return registries.stream().filter(one -> one.origin().equals(normal)).findFirst()
                .orElse(RegistryOrigins.only(normal));
    }
}
