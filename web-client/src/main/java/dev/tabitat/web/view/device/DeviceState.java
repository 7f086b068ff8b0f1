package dev.tabitat.web.view.device;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Fields;
import java.util.Optional;

/**
 * The state of the device screen.
 *
 * @param device what {@code device} answered last
 * @param ledger what {@code ledger} answered last
 * @param connections what is known of the page's security policy
 * @param check of the stored bytes
 * @param persisted what the browser said to the request to keep the storage; empty before it was asked
 * @param keys of one's own and of others
 */
record DeviceState(Optional<JsonObject> device, Optional<JsonObject> ledger, Connections connections, Check check,
        Optional<Boolean> persisted, Keys keys) {

    /** @param answer of {@code connections} @param failed whether the host did not answer */
    record Connections(Optional<JsonObject> answer, boolean failed) {}

    /**
     * The check of all stored bytes.
     *
     * @param isRunning whether it is under way
     * @param report what it found last
     * @param error why it did not finish
     */
    record Check(boolean isRunning, Optional<JsonObject> report, Optional<ApiError> error) {

        Check running() {
            return new Check(true, report, Optional.empty());
        }

        static Check done(JsonObject found) {
            return new Check(false, Optional.of(found), Optional.empty());
        }

        Check failed(ApiError reason) {
            return new Check(false, report, Optional.of(reason));
        }
    }

    /**
     * Keys and trust.
     *
     * @param answer of {@code keys}
     * @param error why the last thing done with keys failed
     * @param notice what became of it; empty for nothing
     * @param fields what is typed in the fields about keys
     */
    record Keys(Optional<JsonObject> answer, Optional<ApiError> error, String notice, Fields fields) {

        Keys withAnswer(JsonObject now) {
            return new Keys(Optional.of(now), error, notice, fields);
        }

        Keys withField(String name, String text) {
            return new Keys(answer, error, notice, fields.with(name, text));
        }

        Keys working(String words) {
            return new Keys(answer, Optional.empty(), words, fields);
        }

        /** What was typed has been used. */
        Keys done(String words) {
            return new Keys(answer, Optional.empty(), words, Fields.NONE);
        }

        /** What was typed stays. */
        Keys failed(ApiError reason) {
            return new Keys(answer, Optional.of(reason), "", fields);
        }
    }

    static final DeviceState FIRST = new DeviceState(Optional.empty(), Optional.empty(),
            new Connections(Optional.empty(), false), new Check(false, Optional.empty(), Optional.empty()),
            Optional.empty(), new Keys(Optional.empty(), Optional.empty(), "", Fields.NONE));

    DeviceState withDevice(JsonObject now) {
        return new DeviceState(Optional.of(now), ledger, connections, check, persisted, keys);
    }

    DeviceState withLedger(JsonObject now) {
        return new DeviceState(device, Optional.of(now), connections, check, persisted, keys);
    }

    DeviceState with(Connections now) {
        return new DeviceState(device, ledger, now, check, persisted, keys);
    }

    DeviceState with(Check now) {
        return new DeviceState(device, ledger, connections, now, persisted, keys);
    }

    DeviceState withPersisted(boolean now) {
        return new DeviceState(device, ledger, connections, check, Optional.of(now), keys);
    }

    DeviceState with(Keys now) {
        return new DeviceState(device, ledger, connections, check, persisted, now);
    }
}
