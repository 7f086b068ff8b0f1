package dev.tabitat.core.routing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The conditions of the device when a decision was made: everything beside contract, policy and candidates that it may
 * depend on.
 *
 * @param availableMemoryBytes what models may use, where reported by the browser
 * @param runtimes ids of the backends that work here
 * @param isOnline whether there is a network
 * @param savesData whether the person asked to save data
 * @param battery 0 to 1, where reported by the browser
 * @param isCharging whether power comes from outside, where reported by the browser
 * @param inputBytes UTF-8 bytes of the text
 */
public record DeviceConditions(OptionalLong availableMemoryBytes, List<String> runtimes, boolean isOnline,
        boolean savesData, OptionalDouble battery,
        Optional<Boolean> isCharging, int inputBytes) {

    public DeviceConditions {
        runtimes = List.copyOf(runtimes);
        if (inputBytes < 0 || availableMemoryBytes.orElse(0) < 0
                || battery.isPresent() && !(battery.getAsDouble() >= 0 && battery.getAsDouble() <= 1)) {
            throw new DamagedData("The circumstances of a decision are out of range.",
                    Finding.at("circumstances").expected("sizes of at least 0, a battery in 0 to 1")
                            .found(inputBytes + ", " + availableMemoryBytes + ", " + battery));
        }
    }

    /** A device with power, a network and nothing to save. */
    public static DeviceConditions of(OptionalLong availableMemoryBytes, List<String> runtimes, int inputBytes) {
        return new DeviceConditions(availableMemoryBytes, runtimes, true, false, OptionalDouble.empty(),
                Optional.empty(), inputBytes);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("runtimes", JsonArray.ofStrings(runtimes), "online", isOnline, "saves_data",
                savesData, "input_bytes", inputBytes);
        json = availableMemoryBytes.isPresent() ? json.with("available_memory_bytes", availableMemoryBytes.getAsLong())
                : json;
        json = battery.isPresent() ? json.with("battery", battery.getAsDouble()) : json;
        return isCharging.isPresent() ? json.with("charging", isCharging.get()) : json;
    }

    public static DeviceConditions fromJson(JsonObject json) {
        long bytes = json.integer("input_bytes");
        if (bytes < 0 || bytes > Integer.MAX_VALUE) {
            throw new DamagedData("A text's length is out of range.",
                    Finding.at("input_bytes").expected("0 to 2^31 - 1").found(bytes));
        }
        return new DeviceConditions(
                json.has("available_memory_bytes") ? OptionalLong.of(json.integer("available_memory_bytes"))
                        : OptionalLong.empty(),
                json.array("runtimes").strings(), json.bool("online"), json.bool("saves_data"),
                json.has("battery") ? OptionalDouble.of(json.number("battery")) : OptionalDouble.empty(),
                json.has("charging") ? Optional.of(json.bool("charging")) : Optional.empty(), (int) bytes);
    }
}
