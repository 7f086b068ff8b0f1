package dev.tabitat.core.device;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;
import java.util.OptionalLong;

/**
 * One summand of the memory that a model needs.
 *
 * @param name what needs it
 * @param bytes how much; 0 when unknown
 * @param how how that is known
 * @param estimatedBytes what was thought before it was measured
 */
public record FitTerm(Name name, long bytes, Known how, OptionalLong estimatedBytes) {

    private static final long MOST = 9_007_199_254_740_991L;

    /** What needs memory. */
    public enum Name {
        /** The weights as they lie in memory. */
        WEIGHTS("weights"),
        /** The largest intermediate tensors of one run. */
        ACTIVATIONS("activations"),
        /** Vocabulary and other tables. */
        VOCABULARY("vocabulary"),
        /** What is attached to the model. */
        ADAPTERS("adapters"),
        /** What models that are loaded already hold. */
        LOADED("loaded"),
        /** A reserve for what is not counted. */
        MARGIN("margin");

        private final String id;

        Name(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    public FitTerm {
        if (bytes < 0 || bytes > MOST || how == Known.UNKNOWN && bytes != 0) {
            throw new InvalidInput("A term of the fit is a number of bytes.", Finding.at(name.id())
                    .expected("0 to " + MOST + ", 0 when unknown").found(bytes));
        }
    }

    public FitTerm(Name name, long bytes, Known how) {
        this(name, bytes, how, OptionalLong.empty());
    }

    /** This term as a run showed it. */
    public FitTerm measured(long measuredBytes) {
        return new FitTerm(name, measuredBytes, Known.MEASURED,
                how == Known.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(bytes));
    }

    JsonObject toJson() {
        JsonObject json = JsonObject.of("name", name.id(), "bytes", bytes, "how", how.id());
        return estimatedBytes.isPresent() ? json.with("estimated_bytes", estimatedBytes.getAsLong()) : json;
    }
}
