package dev.tabitat.core.sensitivity;

/** What was found, and by what; the order decides where two overlap. */
public enum SensitiveKind {
    /** Keys, tokens and passwords: by the forms of well-known issuers, or behind a word that announces one. */
    SECRET("secret"),
    /** By its form (RFC 5321, letters of any script in the local part). */
    EMAIL("email"),
    /** By length of the country and checksum (ISO 13616). */
    IBAN("iban"),
    /** By issuer's digits and checksum (ISO/IEC 7812, Luhn). */
    CARD("card"),
    /**
     * Numbers of a state for one person or business ({@link IdTypes}): by check digits or a form of its own, else near
     * a word that announces it.
     */
    NATIONAL_ID("national_id"),
    /** IPv4, IPv6 and MAC addresses, by form. */
    IP("ip"),
    /** A date behind a word that says that it is one of birth. */
    BIRTH_DATE("birth_date"),
    /** By form: with a country code, or as a few countries write them, or behind a word that announces one. */
    PHONE("phone"),
    /**
     * A street and house number in the forms of some thirty languages, a P.O. box, or the value of a field for an
     * address.
     */
    ADDRESS("address"),
    /**
     * Behind a title, a greeting, a field or words that announce a name, or by a given name of a list: names that
     * nothing announces are missed.
     */
    PERSON("person");

    private final String id;

    SensitiveKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The word in a placeholder, for example {@code EMAIL}. */
    String word() {
        return name();
    }
}
