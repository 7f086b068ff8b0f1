package dev.tabitat.core.sensitivity;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import java.util.ArrayList;
import java.util.List;

/** What is found in a text, what is not, and that it can be put back. All numbers are made up or published examples. */
public final class SensitivityContract implements Contract {

    @Override
    public String name() {
        return "sensitivity: found by form and checksum, taken out and put back";
    }

    @Override
    public void run(Check check) {
        found(check, SensitiveKind.EMAIL, "Write to ana.p\u00e9rez+shop@example.co.uk, please.",
                "ana.p\u00e9rez+shop@example.co.uk");
        found(check, SensitiveKind.EMAIL, "(mailto:x_1@mail.example)", "x_1@mail.example");
        nothing(check, "An @ alone, a@b, and 3 @ 4.5 each.");
        found(check, SensitiveKind.IBAN, "IBAN: DE89 3704 0044 0532 0130 00 by Friday", "DE89 3704 0044 0532 0130 00");
        found(check, SensitiveKind.IBAN, "to GB29NWBK60161331926819.", "GB29NWBK60161331926819");
        nothing(check, "DE89 3704 0044 0532 0130 01 has a wrong check digit");
        found(check, SensitiveKind.CARD, "My card is 4111 1111 1111 1111, exp 04/29", "4111 1111 1111 1111");
        found(check, SensitiveKind.CARD, "378282246310005", "378282246310005");
        nothing(check, "4111 1111 1111 1112");
        found(check, SensitiveKind.IP, "from 192.168.0.17:8080", "192.168.0.17");
        found(check, SensitiveKind.IP, "to [2001:db8::ff00:42:8329]", "2001:db8::ff00:42:8329");
        nothing(check, "At 12:30:45, version 300.1.2.3 or 1.2.3, a::");
        found(check, SensitiveKind.PHONE, "Call +49 (0)30 901820 today", "+49 (0)30 901820");
        found(check, SensitiveKind.PHONE, "or (212) 555-0187.", "(212) 555-0187");
        found(check, SensitiveKind.PHONE, "tel. 555 0187", "555 0187");
        found(check, SensitiveKind.PHONE, "020 7946 0958", "020 7946 0958");
        nothing(check, "On 2026-11-24 we sold 1234567 pieces at 12.50.");
        found(check, SensitiveKind.BIRTH_DATE, "She was born on 12 March 1980 in Leeds", "12 March 1980");
        found(check, SensitiveKind.BIRTH_DATE, "geb. 03.04.1975", "03.04.1975");
        found(check, SensitiveKind.BIRTH_DATE, "DOB: 1990-01-31", "1990-01-31");
        nothing(check, "The meeting is on 12 March 2027.");
        ids(check);
        found(check, SensitiveKind.SECRET, "key AKIAIOSFODNN7EXAMPLE here", "AKIAIOSFODNN7EXAMPLE");
        found(check, SensitiveKind.SECRET, "password: hunter2!", "hunter2!");
        // What follows looks like a mail address and overlaps: one span over both, of the stronger kind.
        found(check, SensitiveKind.SECRET, "https://bob:s3cret@db.example/x", "s3cret@db.example");
        found(check, SensitiveKind.SECRET, "Authorization: Bearer abcdef0123456789ABCDEF", "abcdef0123456789ABCDEF");
        nothing(check, "I forgot my password and the token economy.");
        found(check, SensitiveKind.PERSON, "Please see Dr. Helen van Dyke at nine", "Helen van Dyke");
        found(check, SensitiveKind.PERSON, "Mein Name ist Uwe Krause.", "Uwe Krause");
        found(check, SensitiveKind.PERSON, "patient: Ottoline Featherby, room 3", "Ottoline Featherby");
        nothing(check, "Dear Customers, the New York Times wrote about it.");
        found(check, SensitiveKind.ADDRESS, "at 221b Baker Street, London NW1 6XE now",
                "221b Baker Street, London NW1 6XE");
        found(check, SensitiveKind.ADDRESS, "Hauptstra\u00dfe 12, 80331 M\u00fcnchen",
                "Hauptstra\u00dfe 12, 80331 M\u00fcnchen");
        found(check, SensitiveKind.ADDRESS, "7 rue de la Paix", "7 rue de la Paix");
        nothing(check, "12 people went down the street in 5 groups.");
        itComesBack(check);
    }

    private static void ids(Check check) {
        String[][] ids = {{"br-cpf", "529.982.247-25"}, {"ch-ahv", "756.9217.0769.85"}, {"de-steuer-id", "86095742719"},
                {"es-dni", "12345678Z"}, {"es-nie", "X1234567L"},
                {"fr-nir", "2 55 08 14 168 025 38"}, {"it-codice-fiscale", "RSSMRA85T10A562S"}, {"nl-bsn", "111222333"},
                {"pl-pesel", "44051401359"}, {"se-personnummer", "811228-9874"},
                {"uk-nhs", "943 476 5919"}, {"uk-nino", "QQ 12 34 56 C"}, {"us-ssn", "219-09-9999"}};
        for (String[] one : ids) {
            String text = "bsn of the person: " + (one[0].equals("uk-nino") ? "AB 12 34 56 C" : one[1]) + " noted.";
            List<Sensitive> found = Detection.find(text);
            check.equal(one[0] + " in " + found, 1, found.size());
            check.equal("as", one[0], found.get(0).what());
            check.equal("whole", one[0].equals("uk-nino") ? "AB 12 34 56 C" : one[1],
                    text.substring(found.get(0).start(), found.get(0).end()));
        }
        nothing(check, "Order 44051401358, part 12345678A, batch 86095742718");
    }

    private static void found(Check check, SensitiveKind kind, String text, String expected) {
        List<String> found = new ArrayList<>();
        for (Sensitive one : Detection.find(text)) {
            found.add(one.kind().id() + " " + text.substring(one.start(), one.end()));
        }
        check.equal("in: " + text, List.of(kind.id() + " " + expected), found);
    }

    private static void nothing(Check check, String text) {
        check.equal("nothing in: " + text, List.of(), Detection.find(text));
    }

    private static void itComesBack(Check check) {
        String text = "Ana <ana@example.org> and ana@example.org, also [EMAIL_1] and bob@example.org.";
        Redaction redaction = Redaction.of(text);
        check.isTrue("nothing of it left: " + redaction.text(), !redaction.text().contains("example.org"));
        check.equal("put back", text, redaction.fill(redaction.text()));
        check.equal("the same words, the same placeholder: " + redaction.text(), 1,
                redaction.originals().values().stream().filter("ana@example.org"::equals).toList().size());
        check.isTrue("no placeholder that was there", !redaction.originals().containsKey("[EMAIL_1]"));
        check.equal("others stay", "[EMAIL_99] [x", redaction.fill("[EMAIL_99] [x"));
        check.isTrue("nothing found, nothing changed", !Redaction.of("A plain text.").isChanged());
        check.equal("empty", "", Redaction.of("").text());
    }
}
