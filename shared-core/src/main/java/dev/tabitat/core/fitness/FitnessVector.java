package dev.tabitat.core.fitness;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What an evaluation found out about one genome, one figure a dimension. A dimension that was not evaluated is absent,
 * here and in JSON; it is never filled in.
 *
 * @param genomeId whose figures these are
 * @param evaluationScope on what they were taken
 * @param values the known figures
 * @param evidencePacket digest or address of the evidence; empty where there is none yet
 */
public record FitnessVector(String genomeId, String evaluationScope, Map<FitnessDimension, Double> values,
        String evidencePacket) {

    public FitnessVector {
        EnumMap<FitnessDimension, Double> copy = new EnumMap<>(FitnessDimension.class);
        for (Map.Entry<FitnessDimension, Double> entry : values.entrySet()) {
            if (!entry.getKey().admits(entry.getValue())) {
                throw new InvalidInput("A fitness figure is out of its range.",
                        Finding.at(entry.getKey().id()).expected("a value in range").found(entry.getValue()));
            }
            copy.put(entry.getKey(), entry.getValue());
        }
        values = Collections.unmodifiableMap(copy);
    }

    /** A vector in which nothing is known yet. */
    public static FitnessVector of(String genomeId, String evaluationScope) {
        return new FitnessVector(genomeId, evaluationScope, Collections.emptyMap(), "");
    }

    public OptionalDouble value(FitnessDimension dimension) {
        Double value = values.get(dimension);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public FitnessVector with(FitnessDimension dimension, double value) {
        EnumMap<FitnessDimension, Double> more = new EnumMap<>(FitnessDimension.class);
        more.putAll(values);
        more.put(dimension, value);
        return new FitnessVector(genomeId, evaluationScope, more, evidencePacket);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("genome_id", genomeId, "evaluation_scope", evaluationScope);
        for (FitnessDimension dimension : FitnessDimension.values()) {
            Double value = values.get(dimension);
            json = value == null ? json : json.with(dimension.id(), value);
        }
        return evidencePacket.isEmpty() ? json : json.with("evidence_packet", evidencePacket);
    }

    /** @throws DamagedData when a member is missing, of a wrong type or out of its range */
    public static FitnessVector fromJson(JsonObject json) {
        EnumMap<FitnessDimension, Double> values = new EnumMap<>(FitnessDimension.class);
        for (FitnessDimension dimension : FitnessDimension.values()) {
            if (json.has(dimension.id())) {
                values.put(dimension, json.number(dimension.id()));
            }
        }
        try {
            return new FitnessVector(json.string("genome_id"), json.string("evaluation_scope"), values,
                    json.stringOr("evidence_packet", ""));
        } catch (InvalidInput e) {
            throw new DamagedData(e.getMessage(), e.finding());
        }
    }
}
