package dev.tabitat.core.sensitivity;

/** Postcode and town behind a street, in the orders of Europe, the United Kingdom, the United States and Canada. */
final class Towns {

    private Towns() {}

    /**
     * The place behind ", 80331 München", ", London SW1A 1AA" or ", Springfield, IL 62704"; {@code from} where there is
     * none.
     */
    static int end(ScannedText scan, int from) {
        if (scan.at(from) != ',' && scan.at(from) != '\n') {
            return from;
        }
        int at = from + 1 + (scan.at(from + 1) == ' ' ? 1 : 0);
        int code = code(scan, at);
        if (code > at && scan.at(code) == ' ' && ScannedText.isUpper(scan.at(code + 1))) {
            return Math.max(code, scan.capitalised(code + 1, 2));
        }
        if (!ScannedText.isUpper(scan.at(at))) {
            return from;
        }
        int end = scan.capitalised(at, 2);
        int british = british(scan, end);
        if (british > end) {
            return british;
        }
        int state = scan.at(end) == ',' && scan.at(end + 1) == ' ' ? end + 2 : end - 2;
        boolean isState = ScannedText.isUpper(scan.at(state)) && ScannedText.isUpper(scan.at(state + 1))
                && scan.at(state + 2) == ' ';
        int zip = isState ? state + 3 : scan.at(end) == ' ' ? end + 1 : end;
        int last = code(scan, zip);
        return last > zip && (isState || last - zip >= 4) ? last : from;
    }

    /** 80331, 1012 AB, 00-001, 110 00, 1000-001, 62704-1234. */
    private static int code(ScannedText scan, int from) {
        int i = from;
        while (ScannedText.isDigit(scan.at(i))) {
            i++;
        }
        int count = i - from;
        if (count == 4 && scan.at(i) == ' ' && ScannedText.isUpper(scan.at(i + 1))
                && ScannedText.isUpper(scan.at(i + 2))
                && !ScannedText.isWord(scan.at(i + 3))) {
            return i + 3;
        }
        if (count == 3 && scan.at(i) == ' ' || (count == 2 || count == 4 || count == 5) && scan.at(i) == '-') {
            int rest = i + 1;
            while (ScannedText.isDigit(scan.at(rest))) {
                rest++;
            }
            return rest - i >= 3 && !ScannedText.isWord(scan.at(rest)) ? rest : count >= 4 ? i : from;
        }
        return count >= 4 && count <= 6 && !ScannedText.isWord(scan.at(i)) ? i : from;
    }

    /** A British or Canadian postcode behind the town, whose first half may have been taken for a word of it. */
    private static int british(ScannedText scan, int end) {
        for (int at = end; at > end - 6 && at > 0; at--) {
            if (scan.at(at) == ' ' && ScannedText.isUpper(scan.at(at + 1))) {
                int i = at + 1;
                while (ScannedText.isUpper(scan.at(i)) || ScannedText.isDigit(scan.at(i))) {
                    i++;
                }
                boolean isOutward = i - at - 1 >= 2 && i - at - 1 <= 4 && scan.at(i) == ' ';
                boolean isInward = ScannedText.isDigit(scan.at(i + 1)) && ScannedText.isUpper(scan.at(i + 2))
                        && (ScannedText.isUpper(scan.at(i + 3)) || ScannedText.isDigit(scan.at(i + 3)))
                        && !ScannedText.isWord(scan.at(i + 4));
                if (isOutward && isInward) {
                    return i + 4;
                }
            }
        }
        return end;
    }
}
