package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.Seeds;
import dev.tabitat.core.time.Utc;
import java.util.List;

/**
 * The recipe of a descendant: with its parents' bytes it gives the same bytes on every machine. Its JSON members are
 * the components' names in snake case.
 *
 * @param genomeId its name
 * @param baseModelId manifest digest of the base
 * @param baseFamily architecture of the base
 * @param compatibleTensorSchema checksum of the tensors' names, shapes and types
 * @param deltaAdapters adapters that it carries, in the order of application
 * @param mergeParents genome ids or digests of the parents
 * @param operator how the parents became it
 * @param randomSeed where its randomness starts, any 64 bits; a decimal string in JSON, see {@link Seeds}
 * @param sourceProvenance where the base came from
 * @param mutationLog what was changed, one entry a change
 * @param artifactUri where its bytes are
 * @param createdAtUtc when it was written down
 */
public record Genome(String genomeId, String baseModelId, String baseFamily, String compatibleTensorSchema,
        List<AdapterSpec> deltaAdapters, List<String> mergeParents, BreedingOperator operator,
        long randomSeed, String sourceProvenance, List<String> mutationLog, String artifactUri,
        String createdAtUtc) {

    public Genome {
        Checks.named(genomeId, "genome_id");
        Utc.require(createdAtUtc, "created_at_utc");
        deltaAdapters = List.copyOf(deltaAdapters);
        mergeParents = List.copyOf(mergeParents);
        mutationLog = List.copyOf(mutationLog);
    }

    public JsonObject toJson() {
        JsonArray adapters = JsonArray.ofEach(deltaAdapters, AdapterSpec::toJson);
        return JsonObject.of("genome_id", genomeId, "base_model_id", baseModelId, "base_family", baseFamily,
                "compatible_tensor_schema", compatibleTensorSchema, "delta_adapters", adapters,
                "merge_parents", JsonArray.ofStrings(mergeParents), "operator", operator.id(),
                "random_seed", Seeds.text(randomSeed), "source_provenance", sourceProvenance,
                "mutation_log", JsonArray.ofStrings(mutationLog), "artifact_uri", artifactUri,
                "created_at_utc", createdAtUtc);
    }

    public static Genome fromJson(JsonObject json) {
        List<AdapterSpec> adapters = json.array("delta_adapters").objects(AdapterSpec::fromJson);
        return new Genome(json.string("genome_id"), json.string("base_model_id"), json.string("base_family"),
                json.string("compatible_tensor_schema"), adapters, json.array("merge_parents").strings(),
                BreedingOperator.parse(json.string("operator"), "operator"), Seeds.read(json, "random_seed"),
                json.string("source_provenance"), json.array("mutation_log").strings(),
                json.string("artifact_uri"), json.string("created_at_utc"));
    }
}
