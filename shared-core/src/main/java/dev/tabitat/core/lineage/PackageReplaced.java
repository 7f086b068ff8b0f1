package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.json.JsonObject;

/**
 * Another version of a package took its place; the one before is kept: {@code {name, manifest_digest, replaced_digest,
 * how}}.
 *
 * @param manifestDigest the version that answers from now on
 * @param replacedDigest the version that is kept beside it
 */
public record PackageReplaced(String name, Digest manifestDigest, Digest replacedDigest,
        How how) implements LineageBody {

    public static final String KIND = "package_replaced";

    /** Whether a new version came, or the person went back to an earlier one. */
    public enum How implements Identified {
        UPDATE,
        ROLLBACK;

        @Override
        public String id() {
            return this == UPDATE ? "update" : "rollback";
        }

        static How read(String id) {
            return Ids.parse(values(), id, "package_replaced, how",
                    finding -> new DamagedData("This way of replacing a package is not known.", finding));
        }
    }

    public PackageReplaced {
        Checks.named(name, "name");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("name", name, "manifest_digest", manifestDigest.toString(),
                "replaced_digest", replacedDigest.toString(), "how", how.id());
    }

    static PackageReplaced fromJson(JsonObject body) {
        return new PackageReplaced(body.string("name"), Digest.parse(body.string("manifest_digest")),
                Digest.parse(body.string("replaced_digest")), How.read(body.string("how")));
    }
}
