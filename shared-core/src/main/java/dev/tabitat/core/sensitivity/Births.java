package dev.tabitat.core.sensitivity;

import java.util.List;

/** Dates of birth: a date behind a word that says so. */
final class Births {

    private static final List<String> CUES = List.of("born", "birth", "date of birth", "dob", "d.o.b", "birthday", "geboren", "geb", "geburtsdatum", "geburtstag", "n\u00e9", "n\u00e9e", "n\u00e9(e",
            "naissance", "nacido", "nacida", "nacimiento", "nato", "nata", "nascita", "geboortedatum", "geboren op", "f\u00f6dd", "f\u00f6delsedatum", "urodzony", "urodzona", "urodzenia",
            "nascimento", "nascido", "nascida");
    private static final int REACH = 30;
    private static final List<String> MONTHS = List.of("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
            "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "januar", "februar", "m\u00e4rz", "mai", "juni", "juli", "oktober", "dezember",
            "janvier", "f\u00e9vrier", "mars", "avril", "juin", "juillet", "ao\u00fbt", "septembre", "octobre", "novembre", "d\u00e9cembre", "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre",
            "januari", "februari", "maart", "mei", "augustus", "maj", "augusti");

    private Births() {}

    static void find(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            boolean begins = scan.startsHere(i) && (Scan.isDigit(scan.at(i)) || Character.isLetter(scan.at(i)));
            int end = begins ? date(scan, i) : i;
            if (end > i && scan.isAnnounced(i, REACH, CUES)) {
                found.add(new Sensitive(i, end, Kind.BIRTH_DATE, "birth_date"));
                i = end - 1;
            }
        }
    }

    /** Where a date ends that begins here; {@code from} where there is none. */
    private static int date(Scan scan, int from) {
        int[] first = number(scan, from, 4);
        if (first[0] < 0) {
            return monthFirst(scan, from);
        }
        char separator = scan.at(first[1]);
        if (separator == '-' || separator == '/' || separator == '.') {
            int gap = separator == '.' && scan.at(first[1] + 1) == ' ' ? 2 : 1;
            int[] second = number(scan, first[1] + gap, 2);
            if (second[0] < 0) {
                return dayFirst(scan, first, from);
            }
            if (scan.at(second[1]) == separator) {
                int[] third = number(scan, second[1] + (separator == '.' && scan.at(second[1] + 1) == ' ' ? 2 : 1), 4);
                boolean yearFirst = first[0] >= 1800 && first[0] <= 2100 && second[0] >= 1 && second[0] <= 12 && third[0] >= 1 && third[0] <= 31;
                boolean yearLast = first[0] >= 1 && first[0] <= 31 && second[0] >= 1 && second[0] <= 31 && (first[0] <= 12 || second[0] <= 12)
                        && (third[0] >= 1800 && third[0] <= 2100 || third[0] >= 0 && third[0] <= 99);
                return third[0] >= 0 && (yearFirst || yearLast) && !Scan.isWord(scan.at(third[1])) ? third[1] : from;
            }
        }
        return dayFirst(scan, first, from);
    }

    /** 12 March 1980, 12. März 1980, 12 de marzo de 1980. */
    private static int dayFirst(Scan scan, int[] day, int from) {
        if (day[0] < 1 || day[0] > 31) {
            return from;
        }
        int at = day[1];
        for (String ending : List.of("st", "nd", "rd", "th", "er", ".")) {
            if (scan.lower().startsWith(ending, at)) {
                at += ending.length();
                break;
            }
        }
        at = space(scan, at);
        at = skip(scan, at, "of ", "de ");
        int month = month(scan, at);
        if (month == at) {
            return from;
        }
        at = skip(scan, space(scan, month + (scan.at(month) == '.' || scan.at(month) == ',' ? 1 : 0)), "de ", "del ");
        int[] year = number(scan, at, 4);
        return year[0] >= 1800 && year[0] <= 2100 ? year[1] : from;
    }

    /** March 12, 1980. */
    private static int monthFirst(Scan scan, int from) {
        int month = month(scan, from);
        int[] day = month == from ? new int[] {-1, from} : number(scan, space(scan, month), 2);
        if (day[0] < 1 || day[0] > 31) {
            return from;
        }
        int at = day[1];
        for (String ending : List.of("st", "nd", "rd", "th")) {
            at += scan.lower().startsWith(ending, at) && at == day[1] ? 2 : 0;
        }
        int[] year = number(scan, space(scan, at + (scan.at(at) == ',' ? 1 : 0)), 4);
        return year[0] >= 1800 && year[0] <= 2100 ? year[1] : from;
    }

    private static int skip(Scan scan, int at, String... words) {
        for (String word : words) {
            if (scan.lower().startsWith(word, at)) {
                return at + word.length();
            }
        }
        return at;
    }

    private static int space(Scan scan, int at) {
        return scan.at(at) == ' ' || scan.at(at) == '\u00a0' ? at + 1 : at;
    }

    private static int month(Scan scan, int from) {
        int end = from;
        while (Character.isLetter(scan.at(end)) && end - from < 12) {
            end++;
        }
        return MONTHS.contains(scan.lower().substring(Math.min(from, scan.length()), Math.min(end, scan.length()))) ? end : from;
    }

    /** The number from here on and the place behind it; -1 where there is none. */
    private static int[] number(Scan scan, int from, int most) {
        int value = 0;
        int i = from;
        while (Scan.isDigit(scan.at(i)) && i - from < most) {
            value = 10 * value + scan.at(i) - '0';
            i++;
        }
        return i == from || Scan.isDigit(scan.at(i)) ? new int[] {-1, from} : new int[] {value, i};
    }
}
