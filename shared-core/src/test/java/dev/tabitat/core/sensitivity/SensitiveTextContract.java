package dev.tabitat.core.sensitivity;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;

/**
 * Names, addresses, dates of birth, secrets, telephone numbers and e-mail addresses are redacted, texts that resemble
 * them are not.
 */
public final class SensitiveTextContract implements Contract {

    @Override
    public String name() {
        return "sensitivity: names, addresses, dates of birth, secrets and contacts in many notations";
    }

    @Override
    public void run(Check check) {
        removed(check, SensitiveTextSamples.REMOVED);
        removed(check, MoreSensitiveTextSamples.REMOVED);
        for (String[] one : HarmlessTextSamples.KEPT) {
            String redacted = Redaction.of(one[0]).text();
            check.isTrue("keeps " + one[1] + ": " + redacted, redacted.contains(one[1]));
        }
        for (String text : HarmlessTextSamples.UNCHANGED) {
            check.equal("unchanged", text, Redaction.of(text).text());
        }
        exactValues(check);
        together(check);
    }

    private static void removed(Check check, String[][] samples) {
        for (String[] one : samples) {
            Redaction redaction = Redaction.of(one[0]);
            check.isTrue("\"" + one[1] + "\" remains in: " + redaction.text(), !redaction.text().contains(one[1]));
            check.equal("restored", one[0], redaction.fill(redaction.text()));
        }
    }

    /** The value is taken out, not the name of its field. */
    private static void exactValues(Check check) {
        check.equal("quoted", "{\"accessToken\": \"[SECRET_1]\", \"lastName\": \"[PERSON_1]\"}",
                Redaction.of("{\"accessToken\": \"Zq8xKp2LmN4vRt6YbW1c\", \"lastName\": \"Uiop\"}").text());
        check.equal("element", "<birthDate>[BIRTH_DATE_1]</birthDate>",
                Redaction.of("<birthDate>1984-03-12</birthDate>").text());
        check.equal("header", "Authorization: Basic [SECRET_1]",
                Redaction.of("Authorization: Basic YW5uYTpnZWhlaW05OQ==").text());
        check.equal("title", "Mr [PERSON_1] wrote.", Redaction.of("Mr J. R. R. Tolkien wrote.").text());
    }

    private static void together(Check check) {
        String text = "Mr J. R. R. Tolkien, dateOfBirth=1984-03-12, accessToken: \"Zq8xKp2LmN4vRt6YbW1cHd9sFg3jUa5eXo7iPk0T\", Frau von der Heide, user@xn--mller-kva.example";
        check.equal("together",
                "Mr [PERSON_1], dateOfBirth=[BIRTH_DATE_1], accessToken: \"[SECRET_1]\", Frau [PERSON_2], [EMAIL_1]",
                Redaction.of(text).text());
    }
}
