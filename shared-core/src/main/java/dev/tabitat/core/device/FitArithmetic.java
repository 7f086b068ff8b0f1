package dev.tabitat.core.device;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a model fits into memory, term by term.
 *
 * <p>
 * total = weights + activations + vocabulary + adapters + loaded + margin, where margin = max(1 MB, a tenth of all the
 * others but loaded), rounded up. What a run has measured counts in place of its estimate, which stays beside it. The
 * verdict is {@code fits} up to 80 % of what is available, {@code tight} up to 100 %, else {@code too_large}. It is
 * {@code unknown} when the available memory is unknown, or when a term is unknown and the known ones fit.
 *
 * <p>
 * As JSON {@code {terms: [{name, bytes, how, estimated_bytes?}], total_bytes, available_bytes?, verdict}}.
 */
public final class FitArithmetic {

    private static final long MEGABYTE = 1_000_000;
    private static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;

    private final List<FitTerm> terms;
    private final long totalBytes;
    private final OptionalLong availableBytes;

    /** What the sum means. */
    public enum Verdict {
        FITS("fits"),
        TIGHT("tight"),
        TOO_LARGE("too_large"),
        UNKNOWN("unknown");

        private final String id;

        Verdict(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    private FitArithmetic(List<FitTerm> terms, OptionalLong availableBytes) {
        this.terms = List.copyOf(terms);
        this.totalBytes = sum(terms);
        this.availableBytes = availableBytes;
    }

    /**
     * The sum of these terms and a margin computed from them.
     *
     * @param terms each name at most once, without {@code margin}
     * @param availableBytes what models may use, where known
     */
    public static FitArithmetic of(List<FitTerm> terms, OptionalLong availableBytes) {
        List<FitTerm> all = new ArrayList<>(terms);
        List<FitTerm> needs = new ArrayList<>();
        List<FitTerm.Name> seen = new ArrayList<>();
        for (FitTerm term : terms) {
            if (term.name() == FitTerm.Name.MARGIN || seen.contains(term.name())) {
                throw new InvalidInput("Each term of the fit counts once.", Finding.at(term.name().id())
                        .expected("weights, activations, vocabulary, adapters and loaded, each at most once"));
            }
            seen.add(term.name());
            if (term.name() != FitTerm.Name.LOADED) {
                needs.add(term);
            }
        }
        long margin = Math.max(MEGABYTE, (sum(needs) + 9) / 10);
        all.add(new FitTerm(FitTerm.Name.MARGIN, margin, Known.ESTIMATED));
        return new FitArithmetic(all, availableBytes);
    }

    private static long sum(List<FitTerm> terms) {
        long sum = 0;
        for (FitTerm term : terms) {
            sum = Math.min(MAX_SAFE_INTEGER, sum + term.bytes());
        }
        return sum;
    }

    /** The terms in the order given, the margin last. */
    public List<FitTerm> terms() {
        return terms;
    }

    /** The sum of the terms, at most 2^53 − 1. */
    public long totalBytes() {
        return totalBytes;
    }

    public OptionalLong availableBytes() {
        return availableBytes;
    }

    public Verdict verdict() {
        if (availableBytes.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        long available = Math.min(MAX_SAFE_INTEGER, availableBytes.getAsLong());
        if (totalBytes > available) {
            return Verdict.TOO_LARGE;
        }
        for (FitTerm term : terms) {
            if (term.how() == Known.UNKNOWN) {
                return Verdict.UNKNOWN;
            }
        }
        return totalBytes * 5 <= available * 4 ? Verdict.FITS : Verdict.TIGHT;
    }

    public JsonObject toJson() {
        JsonArray items = JsonArray.ofEach(terms, FitTerm::toJson);
        JsonObject json = JsonObject.of("terms", items, "total_bytes", totalBytes);
        json = availableBytes.isEmpty() ? json : json.with("available_bytes", availableBytes.getAsLong());
        return json.with("verdict", verdict().id());
    }
}
