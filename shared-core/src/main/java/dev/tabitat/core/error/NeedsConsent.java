package dev.tabitat.core.error;

/** A person has to agree before an origin is contacted for the first time; nothing was sent there. */
public final class NeedsConsent extends TabitatException {

    /** @param origin scheme, host and port @param sees what it would see, as a sentence */
    public NeedsConsent(String origin, String sees) {
        super("needs_consent", "This would contact " + origin + " for the first time; nothing was sent yet. " + sees,
                Finding.at(origin).expected("the person's consent").found("none so far")
                        .remedy("Ask the person, then call again with consent: true."));
    }
}
