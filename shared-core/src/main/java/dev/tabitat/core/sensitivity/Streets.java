package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Set;

/** Streets with house numbers, and a postcode and town where they follow. */
final class Streets {

    private static final Set<String> ENGLISH = Set.of("street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "court", "ct", "boulevard", "blvd", "way", "square", "close", "crescent",
            "terrace", "gardens", "grove", "hill", "row");
    private static final List<String> ENDINGS = List.of("stra\u00dfe", "strasse", "str.", "str", "weg", "gasse", "allee", "platz", "damm", "ufer", "straat", "laan", "plein", "gracht", "gatan",
            "v\u00e4gen", "gata");
    private static final Set<String> FRENCH = Set.of("rue", "avenue", "boulevard", "place", "chemin", "impasse", "all\u00e9e", "quai");

    private Streets() {}

    static void find(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            if (!scan.startsHere(i)) {
                continue;
            }
            int end = Scan.isDigit(scan.at(i)) ? numberFirst(scan, i) : Scan.isUpper(scan.at(i)) ? nameFirst(scan, i) : i;
            if (end > i) {
                int whole = town(scan, end);
                found.add(new Sensitive(i, whole, Kind.ADDRESS, "address"));
                i = whole - 1;
            }
        }
    }

    private static int houseNumber(Scan scan, int from) {
        int i = from;
        while (Scan.isDigit(scan.at(i)) && i - from < 5) {
            i++;
        }
        if (i == from) {
            return from;
        }
        if (Scan.isLatin(scan.at(i)) && !Scan.isWord(scan.at(i + 1))) {
            i++;
        }
        return Scan.isWord(scan.at(i)) ? from : i;
    }

    /** 12 Baker Street, 7 rue de la Paix. */
    private static int numberFirst(Scan scan, int from) {
        int number = houseNumber(scan, from);
        if (number == from) {
            return from;
        }
        int at = number + (scan.at(number) == ',' ? 1 : 0);
        if (scan.at(at) != ' ') {
            return from;
        }
        at++;
        int first = word(scan, at);
        if (FRENCH.contains(scan.lower().substring(at, first))) {
            return french(scan, first, from);
        }
        int i = at;
        for (int words = 0; words < 4; words++) {
            int end = word(scan, i);
            if (end == i || !Scan.isUpper(scan.at(i))) {
                return from;
            }
            if (words > 0 && ENGLISH.contains(scan.lower().substring(i, end))) {
                return scan.at(end) == '.' && end - i <= 4 ? end + 1 : end;
            }
            if (scan.at(end) != ' ') {
                return from;
            }
            i = end + 1;
        }
        return from;
    }

    private static int french(Scan scan, int first, int from) {
        int i = first;
        int end = from;
        for (int words = 0; words < 6 && (scan.at(i) == ' ' || scan.at(i) == '\'' || scan.at(i) == '\u2019'); words++) {
            int start = i + 1;
            int stop = word(scan, start);
            boolean isSmall = List.of("de", "du", "des", "la", "le", "les", "l", "d", "saint", "sainte").contains(scan.lower().substring(Math.min(start, scan.length()), Math.min(stop, scan.length())));
            if (stop == start || !isSmall && !Scan.isUpper(scan.at(start))) {
                break;
            }
            end = Scan.isUpper(scan.at(start)) ? stop : end;
            i = stop;
        }
        return end;
    }

    /** Hauptstraße 12, Alte Gasse 3b. */
    private static int nameFirst(Scan scan, int from) {
        int i = from;
        for (int words = 0; words < 3; words++) {
            int end = word(scan, i);
            if (end == i || !Scan.isUpper(scan.at(i))) {
                return from;
            }
            int dotted = scan.at(end) == '.' ? end + 1 : end;
            String word = scan.lower().substring(i, dotted);
            boolean isStreet = false;
            for (String ending : ENDINGS) {
                // A compound says all by itself; what stands before it is another word.
                isStreet |= (word.endsWith(ending) || word.endsWith(ending + ".")) && (word.length() > ending.length() + 2 ? words == 0 : words > 0);
            }
            if (isStreet && scan.at(dotted) == ' ' && Scan.isDigit(scan.at(dotted + 1))) {
                int number = houseNumber(scan, dotted + 1);
                return number > dotted + 1 ? number : from;
            }
            if (scan.at(end) != ' ') {
                return from;
            }
            i = end + 1;
        }
        return from;
    }

    /** Takes in ", 80331 München" or ", London SW1A 1AA". */
    private static int town(Scan scan, int from) {
        if (scan.at(from) != ',' && scan.at(from) != '\n') {
            return from;
        }
        int at = from + 1 + (scan.at(from + 1) == ' ' ? 1 : 0);
        int digits = at;
        while (Scan.isDigit(scan.at(digits))) {
            digits++;
        }
        int count = digits - at;
        boolean dutch = count == 4 && scan.at(digits) == ' ' && Scan.isUpper(scan.at(digits + 1)) && Scan.isUpper(scan.at(digits + 2)) && scan.at(digits + 3) == ' ';
        int name = dutch ? digits + 4 : digits + 1;
        if ((count == 4 || count == 5) && (scan.at(digits) == ' ' && Scan.isUpper(scan.at(name)))) {
            return Math.max(digits, scan.capitalised(name, 2));
        }
        if (Scan.isUpper(scan.at(at))) {
            int end = scan.capitalised(at, 2);
            int code = postcode(scan, end);
            return code > end ? code : from;
        }
        return from;
    }

    /** A British postcode behind the town, whose first half may have been taken for a word of it. */
    private static int postcode(Scan scan, int end) {
        for (int at = end; at > end - 6 && at > 0; at--) {
            if (scan.at(at) == ' ' && Scan.isUpper(scan.at(at + 1))) {
                int i = at + 1;
                while (Scan.isUpper(scan.at(i)) || Scan.isDigit(scan.at(i))) {
                    i++;
                }
                boolean isOutward = i - at - 1 >= 2 && i - at - 1 <= 4 && scan.at(i) == ' ';
                if (isOutward && Scan.isDigit(scan.at(i + 1)) && Scan.isUpper(scan.at(i + 2)) && Scan.isUpper(scan.at(i + 3)) && !Scan.isWord(scan.at(i + 4))) {
                    return i + 4;
                }
            }
        }
        return end;
    }

    private static int word(Scan scan, int from) {
        int end = from;
        while (Character.isLetter(scan.at(end)) || scan.at(end) == '-' && Character.isLetter(scan.at(end + 1)) && end > from) {
            end++;
        }
        return end;
    }
}
