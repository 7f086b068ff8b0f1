package dev.tabitat.core.sensitivity;

import java.util.List;

/** E-mail addresses, telephone numbers and addresses of machines. */
final class Contacts {

    private static final List<String> PHONE_CUES = List.of("tel", "telephone", "phone", "mobile", "cell", "fax", "call", "telefon", "handy", "mobil", "t\u00e9l", "t\u00e9l\u00e9phone", "portable",
            "tel\u00e9fono", "m\u00f3vil", "cellulare", "telefono", "telefoon", "telefonnummer", "whatsapp", "ring", "anruf");
    private static final int CUE_REACH = 24;
    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;

    private Contacts() {}

    static void emails(Scan scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf('@'); at >= 0; at = scan.text().indexOf('@', at + 1)) {
            int start = at;
            while (isLocal(scan.at(start - 1)) && at - start < 64) {
                start--;
            }
            while (start < at && !Character.isLetterOrDigit(scan.at(start)) && scan.at(start) != '_') {
                start++;
            }
            int end = at + 1;
            int dot = -1;
            while (Character.isLetterOrDigit(scan.at(end)) || (scan.at(end) == '-' || scan.at(end) == '.') && Character.isLetterOrDigit(scan.at(end + 1)) && end > at + 1) {
                dot = scan.at(end) == '.' ? end : dot;
                end++;
            }
            boolean hasEnding = dot > at && end - dot > 2 && Character.isLetter(scan.at(dot + 1)) && Character.isLetter(scan.at(dot + 2));
            if (start < at && hasEnding && scan.at(at - 1) != '.') {
                found.add(new Sensitive(start, end, Kind.EMAIL, "email"));
            }
        }
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || c == '\'';
    }

    static void phones(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            boolean begins = (c == '+' || c == '(' || Scan.isDigit(c)) && !Scan.isWord(scan.at(i - 1)) && scan.at(i - 1) != '+' && scan.at(i - 1) != '.';
            if (!begins || c == '(' && !Scan.isDigit(scan.at(i + 1)) && scan.at(i + 1) != '+' || Scan.isDigit(c) && isInside(scan, i)) {
                continue;
            }
            int end = phone(scan, i);
            if (end > i) {
                found.add(new Sensitive(i, end, Kind.PHONE, "phone"));
                i = end - 1;
            }
        }
    }

    /** Whether digits go on here that began before. */
    private static boolean isInside(Scan scan, int i) {
        char before = scan.at(i - 1);
        return before == '-' || before == '/' || before == ' ' && Scan.isDigit(scan.at(i - 2));
    }

    /** Where a number ends that begins here; {@code from} where there is none. */
    private static int phone(Scan scan, int from) {
        StringBuilder shape = new StringBuilder();
        int digits = 0;
        int end = from;
        int i = from;
        boolean open = false;
        while (i < scan.length() && digits < MOST_DIGITS + 1) {
            char c = scan.at(i);
            if (Scan.isDigit(c)) {
                digits++;
                shape.append('d');
                end = i + 1;
            } else if (c == '+' && i == from || c == '+' && i == from + 1 && scan.at(from) == '(') {
                shape.append('+');
            } else if (c == '(' && !open) {
                open = true;
                shape.append('(');
            } else if (c == ')' && open) {
                open = false;
                shape.append(')');
            } else if ((c == ' ' || c == '-' || c == '/' || c == '.' || c == '\u00a0' || c == '\u2011') && isGoingOn(scan, i, shape)) {
                shape.append(c == '\u00a0' ? ' ' : c == '\u2011' ? '-' : c);
            } else {
                break;
            }
            i++;
        }
        if (digits < LEAST_DIGITS || digits > MOST_DIGITS || Scan.isWord(scan.at(end)) || open) {
            return from;
        }
        String form = shape.toString();
        if (form.startsWith("(") && form.indexOf(')') == form.length() - 1) {
            // All of it is in brackets: the number begins behind them.
            return from;
        }
        while (!form.isEmpty() && !form.endsWith("d")) {
            form = form.substring(0, form.length() - 1);
        }
        boolean hasCountry = form.startsWith("+") || form.startsWith("(+");
        boolean isNational = scan.at(from) == '0' && digits >= 9 && digits <= 12 && !form.contains(".") || scan.at(from) == '0' && digits == 10 && groups(form) >= 3;
        boolean isAmerican = form.equals("(ddd) ddd-dddd") || form.equals("ddd-ddd-dddd") || form.equals("(ddd)ddd-dddd") || form.equals("ddd.ddd.dddd");
        boolean isCued = scan.isAnnounced(from, CUE_REACH, PHONE_CUES) && !looksLikeDate(form);
        return (hasCountry && digits >= 8 || isNational || isAmerican || isCued) && !looksLikeDate(form) ? end : from;
    }

    private static boolean isGoingOn(Scan scan, int i, StringBuilder shape) {
        char next = scan.at(i + 1);
        boolean isJoined = scan.at(i) == ' ' && (next == '-' || next == '/') && scan.at(i + 2) == ' ';
        return !shape.isEmpty() && (Scan.isDigit(next) || next == '(' || isJoined || (scan.at(i - 1) == ' ' && next == ' ' && scan.at(i) != ' '));
    }

    private static int groups(String form) {
        int groups = 1;
        for (int i = 1; i < form.length(); i++) {
            groups += form.charAt(i) == 'd' && form.charAt(i - 1) != 'd' ? 1 : 0;
        }
        return groups;
    }

    private static boolean looksLikeDate(String form) {
        return form.equals("dddd-dd-dd") || form.equals("dd.dd.dddd") || form.equals("dd/dd/dddd") || form.equals("dd-dd-dddd") || form.equals("d.dd.dddd") || form.equals("dd.d.dddd");
    }

    static void machines(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            boolean begins = !Scan.isWord(scan.at(i - 1)) && scan.at(i - 1) != '.' && scan.at(i - 1) != ':';
            if (!begins || !(Scan.isDigit(c) || c == ':' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F')) {
                continue;
            }
            int end = Math.max(version4(scan, i), version6(scan, i));
            if (end > i) {
                found.add(new Sensitive(i, end, Kind.IP, scan.text().substring(i, end).indexOf(':') >= 0 ? "ipv6" : "ipv4"));
                i = end - 1;
            }
        }
    }

    private static int version4(Scan scan, int from) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int start = i;
            while (Scan.isDigit(scan.at(i)) && i - start < 3) {
                value = 10 * value + scan.at(i) - '0';
                i++;
            }
            boolean isOctet = i > start && value <= 255 && (scan.at(start) != '0' || i == start + 1);
            if (!isOctet || part < 3 && scan.at(i) != '.') {
                return from;
            }
            i += part < 3 ? 1 : 0;
        }
        boolean goesOn = Scan.isWord(scan.at(i)) || scan.at(i) == '.' && Scan.isDigit(scan.at(i + 1));
        return goesOn ? from : i;
    }

    private static int version6(Scan scan, int from) {
        int i = from;
        int groups = 0;
        int doubles = 0;
        while (i < scan.length()) {
            int start = i;
            while (isHex(scan.at(i)) && i - start < 4) {
                i++;
            }
            groups += i > start ? 1 : 0;
            if (isHex(scan.at(i))) {
                return from;
            }
            if (scan.at(i) == ':' && scan.at(i + 1) == ':') {
                doubles++;
                i += 2;
            } else if (scan.at(i) == ':' && isHex(scan.at(i + 1))) {
                i++;
            } else {
                break;
            }
        }
        boolean isWhole = doubles == 0 && groups == 8 || doubles == 1 && groups >= 2 && groups <= 7;
        return isWhole && !Scan.isWord(scan.at(i)) && scan.at(i) != ':' && (doubles > 0 || scan.text().indexOf(':', from) > from) ? i : from;
    }

    private static boolean isHex(char c) {
        return Scan.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
