package dev.tabitat.web.protocol.params;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonString;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a model stays loaded after a run: seconds as a number, or a text such as {@code 30s}, {@code 5m} or
 * {@code 2h}. Below zero it stays until another model needs its place; zero unloads it at once.
 */
public final class KeepAlive {

    private static final long DEFAULT_MILLIS = 300_000;
    private static final long MAX_MILLIS = 1000L * 86_400 * 7;
    private static final int MAX_DIGITS = 6;

    private KeepAlive() {}

    /**
     * Milliseconds; five minutes where nothing is given, empty for a model that stays.
     *
     * @throws InvalidInput when it is no such time
     */
    public static OptionalLong millis(Optional<Json> given) {
        if (given.isEmpty()) {
            return OptionalLong.of(DEFAULT_MILLIS);
        }
        double seconds = given.get() instanceof JsonNumber number ? number.doubleValue()
                : given.get() instanceof JsonString text ? seconds(text.value()) : Double.NaN;
        if (Double.isNaN(seconds) || seconds * 1000 > MAX_MILLIS) {
            throw new InvalidInput("This is no time to keep a model.", Finding.at("keep_alive")
                    .expected("seconds up to 604800, or such a text as 30s, 5m or 2h; below zero for ever")
                    .found(given.get().toString().length() > 100 ? "a long value" : given.get()));
        }
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of((long) (seconds * 1000));
    }

    /** Not a number when it is no time. */
    private static double seconds(String text) {
        int end = text.length();
        double unit = text.endsWith("h") ? 3600 : text.endsWith("m") ? 60 : 1;
        if (text.endsWith("h") || text.endsWith("m") || text.endsWith("s")) {
            end--;
        }
        int start = text.startsWith("-") ? 1 : 0;
        if (end <= start || end - start > MAX_DIGITS) {
            return Double.NaN;
        }
        long digits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Double.NaN;
            }
            digits = 10 * digits + c - '0';
        }
        return start == 1 ? -digits * unit : digits * unit;
    }
}
