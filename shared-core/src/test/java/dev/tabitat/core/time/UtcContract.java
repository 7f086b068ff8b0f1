package dev.tabitat.core.time;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import java.util.List;

/** What a moment looks like. */
public final class UtcContract implements Contract {

    @Override
    public String name() {
        return "time: moments are ISO-8601 in UTC";
    }

    @Override
    public void run(Check check) {
        for (String good : List.of("2026-11-23T09:30:00Z", "2026-11-23T09:30:00.123Z", "2024-02-29T23:59:59.123456789Z",
                "2000-02-29T00:00:00Z", "0000-01-01T00:00:00Z")) {
            check.equal(good, good, Utc.require(good, "at"));
        }
        for (String bad : List.of("", "2026-11-23", "2026-11-23T09:30:00", "2026-11-23T09:30:00+00:00",
                "2026-11-23 09:30:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T09:60:00Z",
                "2026-11-23T09:30:60Z", "2026-11-23T09:30:00.Z", "2026-11-23T09:30:00.1234567890Z",
                "2026-11-23T09:30:00,5Z", "+026-11-23T09:30:00Z", "2026-11-23T09:30:00ZZ", "٢026-11-23T09:30:00Z")) {
            check.fails("'" + bad + "'", DamagedData.class, () -> Utc.require(bad, "at"));
        }
    }
}
