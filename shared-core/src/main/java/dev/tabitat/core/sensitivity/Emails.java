package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Set;

/**
 * Detector of e-mail addresses: RFC 5321 with quoted local parts and address literals, hosts without a dot,
 * percent-encoded ones, and those written for people, such as {@code anna (at) example (dot) org}.
 */
final class Emails {

    private static final Set<String> FILES = Set.of("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "ico", "bmp",
            "tif", "tiff", "heic", "css", "js", "mjs", "ts", "tsx", "jsx", "json", "map", "html",
            "xml", "txt", "pdf", "mp4", "webm", "mp3", "ttf", "woff", "woff2", "psd");
    private static final Set<String> TAGS = Set.of("latest", "next", "beta", "alpha", "canary", "stable", "rc", "dev",
            "experimental", "nightly", "main", "master", "head");
    private static final Set<String> DOMAINS = Set.of("com", "org", "net", "de", "edu", "gov", "io", "uk", "fr", "es",
            "it", "nl", "pl", "ch", "at", "eu", "info", "example", "se", "dk", "no", "fi", "pt", "br",
            "ru", "jp", "cn", "in", "ca", "au", "us", "biz", "dev", "app", "me", "cz", "be", "test", "ai", "co", "mil");
    private static final List<String> AT_WORDS = CueWords
            .list("at,\u00e4t,arroba,chiocciola,@,\u0441\u043e\u0431\u0430\u043a\u0430,malpa,ma\u0142pa,a");
    private static final List<String> DOT_WORDS = CueWords
            .list("dot,punkt,punto,point,ponto,kropka,\u0442\u043e\u0447\u043a\u0430,.,d0t");
    /** Words before "at" that are no mailbox: "look at example dot com". */
    private static final Set<String> NO_MAILBOX = Set.of("look", "see", "visit", "us", "me", "find", "available",
            "more", "meet", "here", "online", "it", "them", "live", "is", "are", "work", "works", "stay");
    private static final int MAX_LOCAL = 64;

    private Emails() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf('@'); at >= 0; at = scan.text().indexOf('@', at + 1)) {
            address(scan, at, at + 1, found);
        }
        for (int at = scan.text().indexOf("%40"); at >= 0; at = scan.text().indexOf("%40", at + 1)) {
            address(scan, at, at + 3, found);
        }
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            if (c == '(' || c == '[' || c == '{' || c == '<' || c == ' ') {
                written(scan, i, found);
            }
        }
    }

    private static void address(ScannedText scan, int at, int host, List<Sensitive> found) {
        boolean isSpaced = scan.at(at - 1) == ' ' && scan.at(host) == ' ';
        int localEnd = isSpaced ? at - 1 : at;
        int hostStart = isSpaced ? host + 1 : host;
        int start = local(scan, localEnd);
        if (start == localEnd) {
            return;
        }
        if (scan.at(hostStart) == '[') {
            int close = scan.text().indexOf(']', hostStart);
            boolean isLiteral = close > 0 && close - hostStart < 60
                    && (ScannedText.isDigit(scan.at(hostStart + 1))
                            || ScannedText.startsAt(scan.lower(), "ipv6:", hostStart + 1));
            if (isLiteral) {
                found.add(new Sensitive(start, close + 1, SensitiveKind.EMAIL, "email"));
            }
            return;
        }
        int end = host(scan, hostStart);
        if (end > hostStart && isHost(scan, hostStart, end, isSpaced)
                && (!isSpaced || Character.isLetter(scan.at(start)))) {
            found.add(new Sensitive(start, end, SensitiveKind.EMAIL, "email"));
        }
    }

    /** Where a local part begins that ends here. */
    private static int local(ScannedText scan, int end) {
        if (scan.at(end - 1) == '"') {
            int open = scan.text().lastIndexOf('"', end - 2);
            boolean isQuoted = open >= 0 && end - open <= MAX_LOCAL && end - open > 2
                    && scan.text().substring(open, end).indexOf('\n') < 0;
            return isQuoted ? open : end;
        }
        int start = end;
        while (isLocal(scan, start - 1) && end - start < MAX_LOCAL) {
            start--;
        }
        while (start < end && !Character.isLetterOrDigit(scan.at(start)) && scan.at(start) != '_') {
            start++;
        }
        return start;
    }

    private static boolean isLocal(ScannedText scan, int i) {
        char c = scan.at(i);
        return Character.isLetterOrDigit(c) || c != 0 && "._%+-'~!#*".indexOf(c) >= 0;
    }

    private static int host(ScannedText scan, int from) {
        int end = from;
        while (ScannedText.isWord(scan.at(end)) || end > from && (scan.at(end) == '-' || scan.at(end) == '.')
                && (ScannedText.isWord(scan.at(end + 1)) || scan.at(end) == '-' && scan.at(end + 1) == '-')) {
            end++;
        }
        return end;
    }

    /**
     * Whether a name may be a host: its last label has two letters; without a dot it is a name of three letters and no
     * tag of a version.
     */
    private static boolean isHost(ScannedText scan, int from, int end, boolean needsDot) {
        String name = scan.lower().substring(from, end);
        int dot = name.lastIndexOf('.');
        String last = name.substring(dot + 1);
        if (FILES.contains(last) || TAGS.contains(name)) {
            return false;
        }
        boolean hasLetters = last.length() >= 2 && Character.isLetter(last.charAt(0))
                && Character.isLetter(last.charAt(1));
        return dot > 0 ? hasLetters : !needsDot && hasLetters && last.length() >= 3;
    }

    /** {@code name (at) host.tld}, {@code name[at]host[dot]tld}, {@code name at host dot tld}. */
    private static void written(ScannedText scan, int i, List<Sensitive> found) {
        int afterAt = sign(scan, i, AT_WORDS);
        if (afterAt < 0) {
            return;
        }
        boolean isBracketed = isBracketed(scan, i);
        int start = local(scan, scan.at(i) == ' ' || scan.at(i - 1) != ' ' ? i : i - 1);
        if (start >= i - 1 && start >= i) {
            return;
        }
        int end = afterAt;
        int dots = 0;
        int labelStart = afterAt;
        while (true) {
            int stop = end;
            while (ScannedText.isWord(scan.at(stop)) || scan.at(stop) == '-' && ScannedText.isWord(scan.at(stop + 1))) {
                stop++;
            }
            if (stop == end) {
                return;
            }
            labelStart = end;
            end = stop;
            int next = scan.at(stop) == '.' && ScannedText.isWord(scan.at(stop + 1)) ? stop + 1
                    : sign(scan, stop, DOT_WORDS);
            if (next < 0) {
                break;
            }
            boolean isWritten = scan.at(stop) != '.';
            if (isWritten && !isBracketed(scan, stop) && !hasLabel(scan, next)) {
                break;
            }
            dots += isWritten ? 2 : 1;
            end = next;
        }
        String last = scan.lower().substring(labelStart, end);
        if (!isBracketed && NO_MAILBOX.contains(scan.lower().substring(start, Math.max(start, i)))) {
            return;
        }
        boolean isEnding = last.length() >= 2 && last.chars().allMatch(Character::isLetter);
        boolean isSure = isBracketed ? dots > 0 || last.length() > 2 : dots > 1 && DOMAINS.contains(last);
        if (isEnding && isSure) {
            found.add(new Sensitive(start, end, SensitiveKind.EMAIL, "email"));
        }
    }

    private static boolean hasLabel(ScannedText scan, int from) {
        return Character.isLetter(scan.at(from)) && Character.isLetter(scan.at(from + 1));
    }

    private static boolean isBracketed(ScannedText scan, int i) {
        char c = scan.at(scan.at(i) == ' ' ? i + 1 : i);
        return c == '(' || c == '[' || c == '{' || c == '<';
    }

    /** The place behind a word for a sign that begins here, in brackets or between blanks; -1 where there is none. */
    private static int sign(ScannedText scan, int from, List<String> words) {
        int i = from;
        boolean isSpaced = scan.at(i) == ' ';
        i += isSpaced ? 1 : 0;
        int bracket = "([{<".indexOf(scan.at(i));
        boolean isBracketed = bracket >= 0 && scan.at(i) != 0;
        i += isBracketed ? 1 : 0;
        i += isBracketed && scan.at(i) == ' ' ? 1 : 0;
        for (String word : words) {
            if (ScannedText.startsAt(scan.lower(), word, i) && (isBracketed || word.length() > 1)) {
                int end = i + word.length();
                end += isBracketed && scan.at(end) == ' ' ? 1 : 0;
                if (isBracketed && scan.at(end) == ")]}>".charAt(bracket)) {
                    end++;
                    return scan.at(end) == ' ' ? end + 1 : end;
                }
                if (!isBracketed && isSpaced && scan.at(end) == ' ') {
                    return end + 1;
                }
            }
        }
        return -1;
    }
}
