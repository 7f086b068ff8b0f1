package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Utc;

/**
 * That a model ran: {@code {model, backend, at, input_commitment, input_chars, output_digest, duration_ns}}. Neither
 * the text nor its label is in it: the commitment is salted, and the salt stays in the store.
 *
 * @param model manifest digest of the package
 * @param backend id of the backend that ran it
 * @param at when it began
 * @param inputCommitment SHA-256 of salt and text
 * @param inputChars length of the text in UTF-16 units
 * @param outputDigest SHA-256 of the canonical JSON of the result
 * @param durationNs how long it took, in nanoseconds
 */
public record RunEvidence(Digest model, String backend, String at, Digest inputCommitment, long inputChars,
        Digest outputDigest, long durationNs) {

    public RunEvidence {
        Checks.id(backend, "backend");
        Utc.require(at, "at");
        Checks.count(inputChars, "input_chars");
        Checks.count(durationNs, "duration_ns");
    }

    public JsonObject toJson() {
        return JsonObject.of("model", model.toString(), "backend", backend, "at", at,
                "input_commitment", inputCommitment.toString(), "input_chars", inputChars,
                "output_digest", outputDigest.toString(), "duration_ns", durationNs);
    }

    static RunEvidence fromJson(JsonObject json) {
        return new RunEvidence(Digest.parse(json.string("model")), json.string("backend"), json.string("at"),
                Digest.parse(json.string("input_commitment")), json.integer("input_chars"),
                Digest.parse(json.string("output_digest")), json.integer("duration_ns"));
    }
}
