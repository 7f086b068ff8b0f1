package dev.tabitat.web.protocol.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class KeepAliveTest {

    private static OptionalLong millis(Object value) {
        return KeepAlive.millis(Optional.of(Json.of(value)));
    }

    @Test
    void secondsAndTextsAreTimes() {
        assertEquals(OptionalLong.of(300_000), KeepAlive.millis(Optional.empty()));
        assertEquals(OptionalLong.of(1_500), millis(1.5));
        assertEquals(OptionalLong.of(0), millis(0));
        assertEquals(OptionalLong.empty(), millis(-1));
        assertEquals(OptionalLong.of(30_000), millis("30s"));
        assertEquals(OptionalLong.of(300_000), millis("5m"));
        assertEquals(OptionalLong.of(7_200_000), millis("2h"));
        assertEquals(OptionalLong.of(12_000), millis("12"));
        assertEquals(OptionalLong.empty(), millis("-1m"));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (Object wrong : List.of("", "m", "-", "soon", "1d", "99999999", 604_801, true)) {
            assertThrows(InvalidInput.class, () -> millis(wrong), wrong.toString());
        }
    }
}
