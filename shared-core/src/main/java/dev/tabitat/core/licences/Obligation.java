package dev.tabitat.core.licences;

/** What a licence asks of those who pass a work on. */
public enum Obligation {
    ATTRIBUTION("attribution", "Name the authors and keep their notices."),
    LICENCE_TEXT("licence-text", "Pass the licence's text on with it."),
    STATE_CHANGES("state-changes", "Say what was changed."),
    SOURCE("source", "Offer the sources, or whatever form is best for changing it."),
    NETWORK_SOURCE("network-source", "Offer the sources to those who use it over a network, too."),
    SHARE_ALIKE("share-alike", "Pass works made from it on under the same licence only."),
    NON_COMMERCIAL("non-commercial", "Do not use it for commercial advantage."),
    NO_DERIVATIVES("no-derivatives", "Do not pass on anything made from it."),
    USE_RESTRICTIONS("use-restrictions", "Keep to its list of forbidden uses, and bind those who receive it to them.");

    private final String id;
    private final String words;

    Obligation(String id, String words) {
        this.id = id;
        this.words = words;
    }

    /** The word for scripts. */
    public String id() {
        return id;
    }

    /** One sentence for people. */
    public String words() {
        return words;
    }
}
