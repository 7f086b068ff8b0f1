package dev.tabitat.core.sensitivity;

import java.util.List;

/** Numbers that a state gives one person: of those countries whose rules are public and short. */
final class NationalIds {

    private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final List<String> BSN = List.of("bsn", "burgerservicenummer", "sofinummer", "sofi-nummer");
    private static final List<String> NHS = List.of("nhs", "nhs number", "nhs no");
    private static final List<String> SSN = List.of("ssn", "social security", "social security number");
    private static final List<String> PERSONNUMMER = List.of("personnummer", "pnr", "personnr");
    private static final int REACH = 30;
    private static final int[] ODD = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};

    private NationalIds() {}

    static void find(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            if (!scan.startsHere(i) || scan.at(i - 1) == '.' || scan.at(i - 1) == '-' && Scan.isDigit(scan.at(i - 2))) {
                continue;
            }
            int before = found.size();
            if (Scan.isDigit(scan.at(i))) {
                digits(scan, i, found);
            } else if (Scan.isLatin(scan.at(i))) {
                letters(scan, i, found);
            }
            if (found.size() > before) {
                i = found.get(found.size() - 1).end() - 1;
            }
        }
    }

    private static void add(Scan scan, int start, int end, String what, boolean holds, List<Sensitive> found) {
        if (holds && !Scan.isWord(scan.at(end)) && !(scan.at(end) == '-' && Scan.isDigit(scan.at(end + 1)))) {
            found.add(new Sensitive(start, end, Kind.NATIONAL_ID, what));
        }
    }

    private static void digits(Scan scan, int i, List<Sensitive> found) {
        Scan.Digits run = scan.digits(i, " .-+\u00a0", 16);
        int count = run.count();
        int size = found.size();
        String form = count == 0 ? "" : form(scan, i, run.end(count));
        switch (count) {
            case 8 -> {
                int letter = run.end(8) + (scan.at(run.end(8)) == '-' ? 1 : 0);
                boolean holds = Scan.isLatin(scan.at(letter)) && form.equals("d8") && dni(run.digits(), scan.at(letter));
                add(scan, i, letter + 1, "es-dni", holds, found);
            }
            case 9 -> {
                add(scan, i, run.end(9), "us-ssn", isSsn(run) && (form.equals("d3-d2-d4") || form.equals("d9") && scan.isAnnounced(i, REACH, SSN)), found);
                add(scan, i, run.end(9), "nl-bsn", found.size() == size && bsn(run) && scan.isAnnounced(i, REACH, BSN), found);
            }
            case 10 -> {
                boolean swedish = personnummer(run, 0) && (form.equals("d6-d4") || form.equals("d6+d4") || form.equals("d10") && scan.isAnnounced(i, REACH, PERSONNUMMER));
                add(scan, i, run.end(10), "se-personnummer", swedish, found);
                boolean nhs = found.size() == size && nhs(run) && (form.equals("d3 d3 d4") || scan.isAnnounced(i, REACH, NHS));
                add(scan, i, run.end(10), "uk-nhs", nhs, found);
            }
            case 11 -> {
                add(scan, i, run.end(11), "br-cpf", cpf(run) && (form.equals("d3.d3.d3-d2") || scan.isAnnounced(i, REACH, List.of("cpf"))), found);
                add(scan, i, run.end(11), "pl-pesel", found.size() == size && form.equals("d11") && pesel(run), found);
                boolean german = found.size() == size && (form.equals("d11") || form.equals("d2 d3 d3 d3")) && steuerId(run);
                add(scan, i, run.end(11), "de-steuer-id", german, found);
            }
            case 12 -> add(scan, i, run.end(12), "se-personnummer", (form.equals("d8-d4") || form.equals("d12") && scan.isAnnounced(i, REACH, PERSONNUMMER)) && personnummer(run, 2), found);
            case 13 -> add(scan, i, run.end(13), "ch-ahv", run.digits().startsWith("756") && (form.equals("d3.d4.d4.d2") || form.equals("d13")) && ean13(run), found);
            case 15 -> add(scan, i, run.end(15), "fr-nir", nir(run), found);
            default -> { }
        }
    }

    /** {@code d3.d2} for three digits, a point and two digits. */
    private static String form(Scan scan, int from, int end) {
        StringBuilder form = new StringBuilder();
        int run = 0;
        for (int i = from; i <= end; i++) {
            char c = i < end ? scan.at(i) : 0;
            if (Scan.isDigit(c)) {
                run++;
            } else {
                form.append('d').append(run);
                run = 0;
                if (i < end) {
                    form.append(c == '\u00a0' ? ' ' : c);
                }
            }
        }
        return form.toString();
    }

    private static void letters(Scan scan, int i, List<Sensitive> found) {
        char first = Character.toUpperCase(scan.at(i));
        if ((first == 'X' || first == 'Y' || first == 'Z') && nie(scan, i, first, found)) {
            return;
        }
        if (nino(scan, i, found)) {
            return;
        }
        if (i + 16 <= scan.length() && scan.endsHere(i + 16)) {
            add(scan, i, i + 16, "it-codice-fiscale", codiceFiscale(scan.text().substring(i, i + 16).toUpperCase(java.util.Locale.ROOT)), found);
        }
    }

    private static boolean nie(Scan scan, int i, char first, List<Sensitive> found) {
        int at = i + 1 + (scan.at(i + 1) == '-' ? 1 : 0);
        StringBuilder digits = new StringBuilder().append((char) ('0' + first - 'X'));
        while (Scan.isDigit(scan.at(at)) && digits.length() < 9) {
            digits.append(scan.at(at++));
        }
        at += scan.at(at) == '-' ? 1 : 0;
        boolean holds = digits.length() == 8 && Scan.isLatin(scan.at(at)) && dni(digits.toString(), scan.at(at));
        add(scan, i, at + 1, "es-nie", holds, found);
        return holds;
    }

    /** Two letters, six digits, A to D (HM Revenue and Customs, NIM39110). */
    private static boolean nino(Scan scan, int i, List<Sensitive> found) {
        if (!Scan.isUpper(scan.at(i)) || !Scan.isUpper(scan.at(i + 1)) || "DFIQUV".indexOf(scan.at(i)) >= 0 || "DFIOQUV".indexOf(scan.at(i + 1)) >= 0) {
            return false;
        }
        String prefix = scan.text().substring(i, i + 2);
        int at = i + 2;
        int digits = 0;
        while (digits < 6 && (Scan.isDigit(scan.at(at)) || scan.at(at) == ' ' && Scan.isDigit(scan.at(at + 1)))) {
            digits += scan.at(at) == ' ' ? 0 : 1;
            at++;
        }
        at += scan.at(at) == ' ' ? 1 : 0;
        boolean holds = digits == 6 && scan.at(at) >= 'A' && scan.at(at) <= 'D' && !List.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ").contains(prefix);
        add(scan, i, at + 1, "uk-nino", holds, found);
        return holds;
    }

    private static boolean dni(String digits, char letter) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            number = (number * 10 + digits.charAt(i) - '0') % 23;
        }
        return DNI.charAt(number) == Character.toUpperCase(letter);
    }

    private static boolean isSsn(Scan.Digits run) {
        String digits = run.digits();
        int area = Integer.parseInt(digits.substring(0, 3));
        return area > 0 && area != 666 && area < 900 && !digits.startsWith("00", 3) && !digits.endsWith("0000");
    }

    private static boolean bsn(Scan.Digits run) {
        int sum = -run.digit(8);
        for (int i = 0; i < 8; i++) {
            sum += (9 - i) * run.digit(i);
        }
        return sum % 11 == 0 && !run.isOneDigit();
    }

    private static boolean nhs(Scan.Digits run) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * run.digit(i);
        }
        return (11 - sum % 11) % 11 == run.digit(9) && !run.isOneDigit();
    }

    private static boolean isDay(int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    private static boolean personnummer(Scan.Digits run, int from) {
        int month = 10 * run.digit(from + 2) + run.digit(from + 3);
        int day = 10 * run.digit(from + 4) + run.digit(from + 5);
        return isDay(month, day > 60 ? day - 60 : day) && Accounts.luhn(run, from, from + 10);
    }

    private static boolean cpf(Scan.Digits run) {
        for (int length = 9; length <= 10; length++) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += (length + 1 - i) * run.digit(i);
            }
            if (sum * 10 % 11 % 10 != run.digit(length)) {
                return false;
            }
        }
        return !run.isOneDigit();
    }

    private static boolean pesel(Scan.Digits run) {
        int[] weights = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += weights[i] * run.digit(i);
        }
        int month = (10 * run.digit(2) + run.digit(3)) % 20;
        return (10 - sum % 10) % 10 == run.digit(10) && isDay(month, 10 * run.digit(4) + run.digit(5));
    }

    /** ISO 7064, MOD 11,10; of the first ten digits one comes twice or three times and the others at most once. */
    private static boolean steuerId(Scan.Digits run) {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[run.digit(i)]++;
        }
        int repeated = 0;
        for (int count : counts) {
            repeated += count == 2 || count == 3 ? 1 : count > 3 ? 2 : 0;
        }
        int product = 10;
        for (int i = 0; i < 10; i++) {
            int sum = (run.digit(i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return repeated == 1 && run.digit(0) != 0 && (11 - product) % 10 == run.digit(10);
    }

    private static boolean ean13(Scan.Digits run) {
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += run.digit(i) * (i % 2 == 0 ? 1 : 3);
        }
        return sum % 10 == 0;
    }

    private static boolean nir(Scan.Digits run) {
        int month = 10 * run.digit(3) + run.digit(4);
        boolean isPerson = (run.digit(0) == 1 || run.digit(0) == 2) && (month >= 1 && month <= 12 || month >= 20);
        int rest = 0;
        for (int i = 0; i < 13; i++) {
            rest = (rest * 10 + run.digit(i)) % 97;
        }
        return isPerson && 97 - rest == 10 * run.digit(13) + run.digit(14);
    }

    /** Decree of 23 December 1976: letters and digits at odd places by a table, at even places by their order. */
    private static boolean codiceFiscale(String code) {
        String form = "LLLLLLDDLDDLDDDL";
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            char c = code.charAt(i);
            boolean isDigit = Scan.isDigit(c);
            if (form.charAt(i) == 'L' ? !(c >= 'A' && c <= 'Z') : !isDigit && "LMNPQRSTUV".indexOf(c) < 0) {
                return false;
            }
            int value = isDigit ? c - '0' : c - 'A';
            sum += i == 15 ? 0 : i % 2 == 0 ? ODD[value] : value;
        }
        return 'A' + sum % 26 == code.charAt(15);
    }
}
