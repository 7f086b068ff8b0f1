package dev.tabitat.core.retrieval;

/** A passage on its way through a {@link PassageRanking}; changed by it, as signals come in step by step. */
public abstract class Candidate {

    private Signals signals;
    private double score;
    private boolean mayQuote;

    protected Candidate(Signals signals) {
        this.signals = signals;
    }

    public final Signals signals() {
        return signals;
    }

    public final void set(Signals known) {
        signals = known;
    }

    /** By what is known so far. */
    public final double score() {
        return score;
    }

    /**
     * It holds so many of the question's words, function words too, that the question may stand there, whatever its
     * score.
     */
    public final void mayQuote() {
        mayQuote = true;
    }

    final boolean isSuspectedToQuote() {
        return mayQuote;
    }

    final void score(Fusion fusion, Fusion.Way way) {
        score = fusion.score(signals, way);
    }

    /** Characters of its text. */
    public abstract int length();
}
