package dev.tabitat.web.view.models;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the models screen; the packages themselves are {@link dev.tabitat.web.view.parts.Packages}.
 *
 * @param filter which part of the catalogue is shown
 * @param removing the package that may be removed next; empty for none
 * @param error why the last thing done with a package failed
 * @param adapters of each installed base, by its name
 * @param openLicence the model whose licence is open; empty for none
 * @param licences that were asked for, by model
 * @param importing what is known of the file that is being imported
 * @param trial the model that is tried on its card
 * @param generator the generator that is
 */
record ModelsState(String filter, String removing, Optional<ApiError> error, Map<String, JsonArray> adapters,
        String openLicence, Map<String, JsonObject> licences, Importing importing, Trial trial,
        GeneratorTrial generator) {

    /**
     * A file that is being imported, or was.
     *
     * @param progress while it is
     * @param report what came of it
     * @param error why it could not be imported, or a package not exported
     */
    record Importing(Optional<JsonObject> progress, Optional<JsonObject> report, Optional<ApiError> error) {

        static final Importing NOTHING = new Importing(Optional.empty(), Optional.empty(), Optional.empty());

        static Importing running(JsonObject progress) {
            return new Importing(Optional.of(progress), Optional.empty(), Optional.empty());
        }

        static Importing done(JsonObject report) {
            return new Importing(Optional.empty(), Optional.of(report), Optional.empty());
        }

        static Importing failed(ApiError error) {
            return new Importing(Optional.empty(), Optional.empty(), Optional.of(error));
        }
    }

    static final ModelsState FIRST = new ModelsState("all", "", Optional.empty(), Map.of(), "", Map.of(),
            Importing.NOTHING, Trial.NONE, GeneratorTrial.NONE);

    ModelsState withFilter(String id) {
        return new ModelsState(id, removing, error, adapters, openLicence, licences, importing, trial, generator);
    }

    ModelsState withRemoving(String name) {
        return new ModelsState(filter, name, error, adapters, openLicence, licences, importing, trial, generator);
    }

    ModelsState withError(Optional<ApiError> reason) {
        return new ModelsState(filter, removing, reason, adapters, openLicence, licences, importing, trial, generator);
    }

    ModelsState withAdapters(String base, JsonArray found) {
        Map<String, JsonArray> next = new LinkedHashMap<>(adapters);
        next.put(base, found);
        return new ModelsState(filter, removing, error, next, openLicence, licences, importing, trial, generator);
    }

    ModelsState withOpenLicence(String name) {
        return new ModelsState(filter, removing, error, adapters, name, licences, importing, trial, generator);
    }

    ModelsState withLicence(String name, JsonObject licence) {
        Map<String, JsonObject> next = new LinkedHashMap<>(licences);
        next.put(name, licence);
        return new ModelsState(filter, removing, error, adapters, openLicence, next, importing, trial, generator);
    }

    ModelsState with(Importing now) {
        return new ModelsState(filter, removing, error, adapters, openLicence, licences, now, trial, generator);
    }

    ModelsState with(Trial now) {
        return new ModelsState(filter, removing, error, adapters, openLicence, licences, importing, now, generator);
    }

    ModelsState with(GeneratorTrial now) {
        return new ModelsState(filter, removing, error, adapters, openLicence, licences, importing, trial, now);
    }
}
