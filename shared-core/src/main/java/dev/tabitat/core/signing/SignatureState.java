package dev.tabitat.core.signing;

import dev.tabitat.core.json.JsonObject;

/** What is known of who vouches for a package. */
public sealed interface SignatureState {

    /** {@code {state, by?, keyid?, covers?, reason?}} for scripts. */
    JsonObject toJson();

    /** There is none. */
    record Unsigned() implements SignatureState {

        @Override
        public JsonObject toJson() {
            return JsonObject.of("state", "unsigned");
        }
    }

    /**
     * There is one, with a key that is not trusted here.
     *
     * @param isVerified whether the signature is right for that key; false where the key did not come with it
     */
    record UnknownKey(String keyid, boolean isVerified) implements SignatureState {

        @Override
        public JsonObject toJson() {
            return JsonObject.of("state", "unknown", "keyid", keyid, "reason", isVerified
                    ? "The signature is right for its key, but the key is not one that you trust."
                    : "Its key is not known here, so the signature cannot be checked.");
        }
    }

    /**
     * A trusted key signed it.
     *
     * @param by the name that the key was trusted under
     * @param coversManifest whether the manifest was signed, with task, licence and lineage; else only the files were
     */
    record Trusted(String by, String keyid, boolean coversManifest) implements SignatureState {

        @Override
        public JsonObject toJson() {
            return JsonObject.of("state", "trusted", "by", by, "keyid", keyid, "covers",
                    coversManifest ? "package" : "files");
        }
    }

    /** There is a signature, and it is not right for this package. */
    record Wrong(String keyid, String reason) implements SignatureState {

        @Override
        public JsonObject toJson() {
            JsonObject json = JsonObject.of("state", "wrong", "reason", reason);
            return keyid.isEmpty() ? json : json.with("keyid", keyid);
        }
    }
}
