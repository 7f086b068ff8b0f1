package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Map;

/** Bank accounts and payment cards, by checksum. */
final class Accounts {

    /** Lengths of IBANs by country (SWIFT, IBAN registry). */
    private static final Map<String, Integer> LENGTHS = Map.ofEntries(Map.entry("AD", 24), Map.entry("AE", 23), Map.entry("AL", 28), Map.entry("AT", 20), Map.entry("AZ", 28),
            Map.entry("BA", 20), Map.entry("BE", 16), Map.entry("BG", 22), Map.entry("BH", 22), Map.entry("BR", 29), Map.entry("CH", 21), Map.entry("CR", 22), Map.entry("CY", 28),
            Map.entry("CZ", 24), Map.entry("DE", 22), Map.entry("DK", 18), Map.entry("DO", 28), Map.entry("EE", 20), Map.entry("ES", 24), Map.entry("FI", 18), Map.entry("FO", 18),
            Map.entry("FR", 27), Map.entry("GB", 22), Map.entry("GE", 22), Map.entry("GI", 23), Map.entry("GL", 18), Map.entry("GR", 27), Map.entry("GT", 28), Map.entry("HR", 21),
            Map.entry("HU", 28), Map.entry("IE", 22), Map.entry("IL", 23), Map.entry("IS", 26), Map.entry("IT", 27), Map.entry("JO", 30), Map.entry("KW", 30), Map.entry("KZ", 20),
            Map.entry("LB", 28), Map.entry("LI", 21), Map.entry("LT", 20), Map.entry("LU", 20), Map.entry("LV", 21), Map.entry("MC", 27), Map.entry("MD", 24), Map.entry("ME", 22),
            Map.entry("MK", 19), Map.entry("MT", 31), Map.entry("MU", 30), Map.entry("NL", 18), Map.entry("NO", 15), Map.entry("PK", 24), Map.entry("PL", 28), Map.entry("PT", 25),
            Map.entry("QA", 29), Map.entry("RO", 24), Map.entry("RS", 22), Map.entry("SA", 24), Map.entry("SE", 24), Map.entry("SI", 19), Map.entry("SK", 24), Map.entry("SM", 27),
            Map.entry("TN", 24), Map.entry("TR", 26), Map.entry("UA", 29), Map.entry("XK", 20));

    private Accounts() {}

    static void ibans(Scan scan, List<Sensitive> found) {
        for (int i = 0; i + 4 < scan.length(); i++) {
            if (!Scan.isLatin(scan.at(i)) || !scan.startsHere(i) || !Scan.isLatin(scan.at(i + 1)) || !Scan.isDigit(scan.at(i + 2))) {
                continue;
            }
            Integer length = LENGTHS.get(scan.text().substring(i, i + 2).toUpperCase(java.util.Locale.ROOT));
            if (length == null) {
                continue;
            }
            StringBuilder compact = new StringBuilder();
            int at = i;
            while (at < scan.length() && compact.length() < length) {
                char c = scan.at(at);
                if (Scan.isDigit(c) || Scan.isLatin(c)) {
                    compact.append(Character.toUpperCase(c));
                } else if (c != ' ' && c != '\u00a0' && c != '-' || !Scan.isWord(scan.at(at + 1))) {
                    break;
                }
                at++;
            }
            if (compact.length() == length && scan.endsHere(at) && remainder(compact.substring(4) + compact.substring(0, 4)) == 1) {
                found.add(new Sensitive(i, at, Kind.IBAN, "iban"));
                i = at - 1;
            }
        }
    }

    /** Modulo 97 with letters as 10 to 35 (ISO 7064). */
    private static int remainder(String text) {
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            rest = Scan.isDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest;
    }

    static void cards(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            if (!Scan.isDigit(scan.at(i)) || !scan.startsHere(i) || scan.at(i - 1) == '.' || scan.at(i - 1) == '-' || scan.at(i - 1) == '+') {
                continue;
            }
            Scan.Digits run = scan.digits(i, " -\u00a0", 20);
            for (int count = Math.min(19, run.count()); count >= 13; count--) {
                int end = run.end(count);
                boolean isWhole = !Scan.isWord(scan.at(end)) && (count == run.count() || !Scan.isDigit(scan.at(end)));
                if (isWhole && isIssued(run, count) && luhn(run, 0, count)) {
                    found.add(new Sensitive(i, end, Kind.CARD, "card"));
                    i = end - 1;
                    break;
                }
            }
        }
    }

    private static boolean isIssued(Scan.Digits run, int count) {
        int first = run.digit(0);
        int two = 10 * first + run.digit(1);
        return !run.isOneDigit() && (first == 4 && (count == 13 || count == 16 || count == 19) || two >= 51 && two <= 55 && count == 16
                || two >= 22 && two <= 27 && count == 16 || (two == 34 || two == 37) && count == 15 || (two == 36 || two == 38 || two == 30) && count == 14
                || two == 35 && count == 16 || (two == 60 || two == 62 || two == 64 || two == 65) && count >= 16 || (two == 50 || two >= 56 && two <= 69) && count >= 12);
    }

    /** The checksum of Luhn over digits {@code from} up to {@code end}. */
    static boolean luhn(Scan.Digits run, int from, int end) {
        int sum = 0;
        for (int i = end - 1, place = 0; i >= from; i--, place++) {
            int digit = run.digit(i) * (place % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
