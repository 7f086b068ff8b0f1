package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * The device was looked at: {@code {profile_digest, supported_runtimes}}. The profile itself stays out of the lineage;
 * whoever has it can match the digest.
 */
public record DeviceProfiled(Digest profileDigest, List<String> supportedRuntimes) implements LineageBody {

    public static final String KIND = "device_profile";

    public DeviceProfiled {
        supportedRuntimes = List.copyOf(supportedRuntimes);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("profile_digest", profileDigest.toString(),
                "supported_runtimes", JsonArray.ofStrings(supportedRuntimes));
    }

    static DeviceProfiled fromJson(JsonObject body) {
        return new DeviceProfiled(Digest.parse(body.string("profile_digest")),
                body.array("supported_runtimes").strings());
    }
}
