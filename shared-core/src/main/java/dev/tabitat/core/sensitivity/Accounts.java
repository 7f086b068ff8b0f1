package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bank accounts and payment cards, by checksum. */
final class Accounts {

    /**
     * Account parts of IBANs by country: lengths of digits (n), letters (a) and either (c); SWIFT, IBAN registry, and
     * Belarus and Egypt.
     */
    private static final String STRUCTURES = "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c CZ20n DE18n DJ23n DK14n "
            + "DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c GT4c20c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c "
            + "KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD2c18c ME18n MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c "
            + "PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR5n1n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c";
    private static final Map<String, String> PATTERNS = new HashMap<>();
    private static final int MAX_IBAN = 34;
    private static final int MAX_CARD = 19;
    private static final int MIN_CARD = 12;
    private static final int REACH = 40;
    private static final List<String> CARD_CUES = List.of("card", "cards", "creditcard", "debitcard", "cc", "pan",
            "visa", "mastercard", "amex", "american express", "maestro", "discover", "karte",
            "kreditkarte", "kreditkartennummer", "kartennummer", "carte", "tarjeta", "carta", "kort", "kortnummer",
            "karta", "creditcardnummer", "charge", "cart\u00e3o");
    private static final List<String> CARD_FORMS = List.of("4 4 4 4", "4 6 5", "4 6 4", "4 4 4 4 3", "4 4 4 4 2",
            "4 4 5", "8 8", "6 10", "6 13", "4 12", "12 4");

    static {
        for (String structure : Split.array(STRUCTURES, ' ')) {
            StringBuilder pattern = new StringBuilder("nn");
            int length = 0;
            for (int i = 2; i < structure.length(); i++) {
                char c = structure.charAt(i);
                if (ScannedText.isDigit(c)) {
                    length = 10 * length + c - '0';
                } else {
                    pattern.append(String.valueOf(c).repeat(length));
                    length = 0;
                }
            }
            PATTERNS.put(structure.substring(0, 2), pattern.toString());
        }
    }

    private Accounts() {}

    static void ibans(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i + 14 < scan.length(); i++) {
            if (!ScannedText.isLatin(scan.at(i)) || !ScannedText.isLatin(scan.at(i + 1))
                    || Character.isLetter(scan.at(i + 2))) {
                continue;
            }
            String pattern = PATTERNS.get("" + CharacterRun.upper(scan.at(i)) + CharacterRun.upper(scan.at(i + 1)));
            if (pattern == null) {
                continue;
            }
            CharacterRun run = CharacterRun.at(scan, i, MAX_IBAN);
            int length = pattern.length() + 2;
            if (run.length() >= length && fits(run.characters(), pattern)
                    && remainder(run.characters().substring(4, length) + run.characters().substring(0, 4)) == 1) {
                found.add(new Sensitive(i, run.end(length), SensitiveKind.IBAN, "iban"));
            }
        }
    }

    private static boolean fits(String characters, String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            boolean isDigit = ScannedText.isDigit(characters.charAt(i + 2));
            if (pattern.charAt(i) == 'n' && !isDigit || pattern.charAt(i) == 'a' && isDigit) {
                return false;
            }
        }
        return true;
    }

    /** Modulo 97 with letters as 10 to 35 (ISO 7064). */
    private static int remainder(String text) {
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            rest = ScannedText.isDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest;
    }

    static void cards(ScannedText scan, List<Sensitive> found) {
        int announcedUntil = -1;
        for (int i = 0; i < scan.length(); i++) {
            if (!ScannedText.isDigit(scan.at(i)) || ScannedText.isDigit(scan.at(i - 1))) {
                continue;
            }
            CharacterRun run = CharacterRun.at(scan, i, MAX_CARD + 1);
            int digits = run.digits();
            boolean isAnnounced = digits >= MIN_CARD && (i <= announcedUntil || scan.isAnnounced(i, REACH, CARD_CUES));
            for (int count = Math.min(MAX_CARD, digits); count >= MIN_CARD; count--) {
                boolean isEnd = !ScannedText.isDigit(scan.at(run.end(count)));
                // Digits may follow directly only behind a word that says that it is a card.
                if ((isEnd || isAnnounced) && isIssued(run.characters(), count) && luhn(run.characters(), 0, count)
                        && (isAnnounced || isForm(scan, i, run, count))) {
                    found.add(new Sensitive(i, run.end(count), SensitiveKind.CARD, "card"));
                    announcedUntil = isAnnounced ? run.end(count) + REACH : announcedUntil;
                }
            }
        }
    }

    /**
     * Whether digits are grouped as cards are; not behind a decimal point or, where it may be a telephone number, a
     * plus.
     */
    private static boolean isForm(ScannedText scan, int start, CharacterRun run, int count) {
        boolean isWhole = run.isGrouped(count, String.valueOf(count));
        char before = scan.at(start - 1);
        if (before == '+' && count < 16
                || isWhole && (before == '.' || before == ',') && ScannedText.isDigit(scan.at(start - 2))) {
            return false;
        }
        return isWhole || CARD_FORMS.stream().anyMatch(form -> run.isGrouped(count, form));
    }

    /** By the first digits of ISO/IEC 7812 issuers. */
    private static boolean isIssued(String digits, int count) {
        int two = Integer.parseInt(digits.substring(0, 2));
        boolean isOneDigit = digits.substring(0, count).equals(digits.substring(0, 1).repeat(count));
        return !isOneDigit && (two / 10 == 4 && (count == 13 || count == 16 || count == 19)
                || two >= 51 && two <= 55 && count == 16 || two >= 22 && two <= 27 && count == 16
                || (two == 34 || two == 37) && count == 15
                || (two == 36 || two == 38 || two == 39 || two == 30) && count == 14 || two == 35 && count >= 16
                || (two == 60 || two == 62 || two == 64 || two == 65 || two == 81) && count >= 16
                || (two == 50 || two >= 56 && two <= 69) && count >= 13);
    }

    /** The checksum of Luhn over digits {@code from} up to {@code end}. */
    static boolean luhn(String digits, int from, int end) {
        int sum = 0;
        for (int i = end - 1, place = 0; i >= from; i--, place++) {
            int digit = (digits.charAt(i) - '0') * (place % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
