package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufValue;
import java.util.Optional;

/** The values of an architecture in GGUF metadata, {@code llama.block_count} say, checked as they are read. */
final class GgufConfig {

    private static final int MAX_SIZE = 1 << 20;

    private final Gguf header;
    private final String prefix;

    GgufConfig(Gguf header) {
        this.header = header;
        prefix = header.architecture() + ".";
    }

    String architecture() {
        return header.architecture();
    }

    boolean has(String key) {
        return header.find(prefix + key).isPresent();
    }

    /** A size, 1 to 2^20; of a list, which has one for each layer, the number that all of them are. */
    int size(String key) {
        Optional<GgufValue> value = header.find(prefix + key);
        if (value.isEmpty()) {
            throw wrong(key, "a whole number from 1 to " + MAX_SIZE, "nothing");
        }
        if (value.get() instanceof GgufValue.Numbers numbers && numbers.length() > 0) {
            for (int i = 1; i < numbers.length(); i++) {
                if (numbers.whole(i) != numbers.whole(0)) {
                    throw unsupported("Layers of different sizes are not supported.", key,
                            numbers.whole(0) + " in every layer", numbers.whole(i) + " in layer " + i);
                }
            }
            return checked(key, numbers.whole(0));
        }
        if (value.get() instanceof GgufValue.Whole whole) {
            return checked(key, whole.value());
        }
        throw wrong(key, "a whole number from 1 to " + MAX_SIZE, value.get().kind());
    }

    int sizeOr(String key, int otherwise) {
        return has(key) ? size(key) : otherwise;
    }

    private int checked(String key, long value) {
        if (value < 1 || value > MAX_SIZE) {
            throw wrong(key, "a whole number from 1 to " + MAX_SIZE, value);
        }
        return (int) value;
    }

    /** A finite number above 0, or {@code otherwise} when it is missing. */
    double positiveOr(String key, double otherwise) {
        double value = header.number(prefix + key).orElse(otherwise);
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw wrong(key, "a number above 0", value);
        }
        return value;
    }

    /** What a norm adds to the mean of squares: 0 up to, but not including, 1. */
    float epsilon(String key) {
        double value = header.number(prefix + key).orElse(Double.NaN);
        if (!(value >= 0 && value < 1)) {
            throw wrong(key, "a number from 0 up to 1", Double.isNaN(value) ? "nothing" : value);
        }
        return (float) value;
    }

    String textOr(String key, String otherwise) {
        return header.text(prefix + key).orElse(otherwise);
    }

    /** Whether a layer has a truth value, by a list with one for each. */
    boolean flag(String key, int layer) {
        Optional<GgufValue> value = header.find(prefix + key);
        if (value.isPresent() && value.get() instanceof GgufValue.Numbers numbers && numbers.length() > layer) {
            return numbers.whole(layer) != 0;
        }
        throw wrong(key, "true or false for each layer", value.isPresent() ? value.get().kind() : "nothing");
    }

    boolean isList(String key) {
        return header.find(prefix + key).orElse(null) instanceof GgufValue.Numbers;
    }

    /** @throws Unsupported when a value is there and above what it may be */
    void requireAtMost(String key, long most, String what) {
        long found = header.count(prefix + key).orElse(0L);
        if (found > most) {
            throw unsupported(what + " is not supported.", key, "at most " + most, found);
        }
    }

    Unsupported unsupported(String message, String key, Object expected, Object found) {
        return new Unsupported(message, Finding.at("GGUF, " + prefix + key).expected(expected).found(found)
                .remedy("Choose another model."));
    }

    DamagedData wrong(String key, String expected, Object found) {
        return new DamagedData("A value of a model's configuration is missing or out of range.",
                Finding.at("GGUF, " + prefix + key).expected(expected).found(found)
                        .remedy("Download the file again, or choose another."));
    }
}
