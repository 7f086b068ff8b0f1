package dev.tabitat.core.sensitivity;

import java.util.List;

/**
 * IPv4, IPv6 and MAC addresses, by form; numbers of versions and sections, and scope operators of programs, are left
 * alone.
 */
final class NetworkAddresses {

    private static final List<String> CUES = List.of("ip", "ips", "ipv", "host", "hosts", "hostname", "address", "addr",
            "server", "client", "peer", "remote", "gateway", "dns", "nameserver", "subnet",
            "ping", "listen", "listening", "bind", "interface", "adresse", "adresa", "direcci\u00f3n", "indirizzo",
            "http", "https", "ssh", "ftp", "tcp", "udp");
    private static final List<String> HARDWARE_CUES = List.of("mac", "hwaddr", "ether", "ethernet", "bssid",
            "bluetooth", "hardware address");
    private static final List<String> NUMBERING = List.of("version", "versions", "ver", "v", "release", "rel",
            "section", "sections", "sec", "chapter", "clause", "article", "build", "revision", "rev",
            "step", "figure", "fig", "table", "rule", "paragraph", "para", "item", "appendix", "kapitel", "abschnitt",
            "ziffer", "absatz", "chapitre", "secci\u00f3n", "cap\u00edtulo", "sezione",
            "oid", "firmware", "driver", "update", "upgrade");
    private static final List<String> SUFFIXES = List.of("alpha", "beta", "rc", "snapshot", "release", "final", "dev",
            "pre", "hotfix", "patch", "ga", "nightly", "build", "canary", "stable", "lts");
    private static final int REACH = 24;
    private static final int NUMBERING_REACH = 12;

    private NetworkAddresses() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            if (ScannedText.isDigit(c) && !ScannedText.isDigit(scan.at(i - 1))) {
                add(i, version4(scan, i), "ipv4", found);
            }
            if ((isHex(c) || c == ':') && !isPart(scan.at(i - 1))) {
                add(i, version6(scan, i), "ipv6", found);
                add(i, hardware(scan, i), "mac", found);
            }
        }
    }

    private static void add(int start, int end, String what, List<Sensitive> found) {
        if (end > start) {
            found.add(new Sensitive(start, end, SensitiveKind.IP, what));
        }
    }

    /** Whether a hexadecimal group or an address cannot begin behind this character. */
    private static boolean isPart(char before) {
        return ScannedText.isLatin(before) || ScannedText.isDigit(before) || before == ':';
    }

    /** Where an IPv4 address ends that begins here; {@code from} where there is none. */
    private static int version4(ScannedText scan, int from) {
        boolean isCloudName = ScannedText.startsAt(scan.lower(), "ip-", from - 3);
        char separator = 0;
        int i = from;
        for (int part = 0; part < 4; part++) {
            int start = i;
            int value = 0;
            while (ScannedText.isDigit(scan.at(i)) && i - start < 4) {
                value = 10 * value + scan.at(i) - '0';
                i++;
            }
            if (i == start || i - start > 3 || value > 255) {
                return from;
            }
            if (part == 3) {
                break;
            }
            int next = separator(scan, i, isCloudName);
            char kind = next == i ? 0 : scan.at(i) == ' ' ? ' ' : scan.at(i) == '-' ? '-' : '.';
            if (kind == 0 || separator != 0 && kind != separator) {
                return from;
            }
            separator = kind;
            i = next;
        }
        return isNumbering(scan, from, i) ? from : i;
    }

    /**
     * Behind a dot, however it is disarmed: {@code [.]}, {@code (.)}, {@code [dot]}, " . ", and a dash in names such as
     * {@code ip-10-0-0-1}.
     */
    private static int separator(ScannedText scan, int at, boolean isCloudName) {
        for (String one : List.of(".", "[.]", "(.)", "{.}", "[dot]", "(dot)", " . ", "\\.")) {
            if (ScannedText.startsAt(scan.lower(), one, at)) {
                return at + one.length();
            }
        }
        return isCloudName && scan.at(at) == '-' ? at + 1 : at;
    }

    /** Whether four numbers with dots between are part of more of them, or number a version or a section. */
    private static boolean isNumbering(ScannedText scan, int from, int end) {
        if (scan.at(end) == '.' && ScannedText.isDigit(scan.at(end + 1))
                || scan.at(from - 1) == '.' && ScannedText.isDigit(scan.at(from - 2))) {
            return true;
        }
        if (scan.isAnnounced(from, NUMBERING_REACH, NUMBERING)) {
            return !scan.isAnnounced(from, NUMBERING_REACH, CUES);
        }
        if (scan.isAnnounced(from, REACH, CUES)) {
            return false;
        }
        boolean isSuffixed = (scan.at(end) == '-' || scan.at(end) == '+' || scan.at(end) == '_' || scan.at(end) == '.')
                && SUFFIXES.stream().anyMatch(suffix -> ScannedText.startsAt(scan.lower(), suffix, end + 1));
        boolean isProduct = scan.at(from - 1) == '/' && Character.isLetter(scan.at(from - 2))
                && ScannedText.startsAt(scan.lower(), ".0.0.0", end - 6);
        return isSuffixed || isProduct || scan.at(from - 1) == '\u00a7' || scan.at(from - 2) == '\u00a7';
    }

    /**
     * Where an IPv6 address (RFC 4291, with an IPv4 tail or a zone) ends that begins here; {@code from} where there is
     * none.
     */
    private static int version6(ScannedText scan, int from) {
        int i = from;
        int groups = 0;
        int compressions = 0;
        int digits = 0;
        boolean isLedByDigit = false;
        while (i < scan.length()) {
            int start = i;
            while (isHex(scan.at(i)) && i - start < 5) {
                digits += ScannedText.isDigit(scan.at(i)) ? 1 : 0;
                i++;
            }
            if (i - start > 4) {
                return from;
            }
            if (i > start && scan.at(i) == '.' && ScannedText.isDigit(scan.at(i + 1))
                    && (groups > 0 || compressions > 0)) {
                int tail = version4(scan, start);
                if (tail == start) {
                    break;
                }
                groups += 2;
                i = tail;
                isLedByDigit = true;
                break;
            }
            groups += i > start ? 1 : 0;
            isLedByDigit |= ScannedText.isDigit(scan.at(start)) && i > start;
            if (scan.at(i) == ':' && scan.at(i + 1) == ':') {
                compressions++;
                i += 2;
            } else if (scan.at(i) == ':' && isHex(scan.at(i + 1)) && i > start) {
                i++;
            } else {
                break;
            }
        }
        if (scan.at(i) == ':' && scan.at(i - 1) == ':' || ScannedText.isLatin(scan.at(i))
                || compressions == 0 && groups != 8
                || compressions > 1 || compressions == 1 && groups > 7) {
            return from;
        }
        // A slice of a program: a[::2].
        if (scan.at(from - 1) == '[' && ScannedText.isWord(scan.at(from - 2)) && compressions == 1) {
            return from;
        }
        if (compressions == 1 && groups == 0) {
            return isUnspecified(scan, from, i) ? i : from;
        }
        boolean isAddress = groups >= 3 || isLedByDigit || digits >= 2 || scan.isAnnounced(from, REACH, CUES);
        return !isAddress ? from : scan.at(i) == '%' ? zone(scan, i + 1) : i;
    }

    /**
     * Two colons are the unspecified address where nothing else is said, in brackets, before a prefix length, or behind
     * a cue.
     */
    private static boolean isUnspecified(ScannedText scan, int from, int end) {
        boolean isAlone = !ScannedText.isWord(scan.at(end)) && !ScannedText.isWord(scan.at(from - 1));
        boolean isAll = scan.text().length() < 8 && scan.text().trim().equals("::");
        return isAlone && (isAll || scan.at(from - 1) == '[' && scan.at(end) == ']'
                || scan.at(end) == '/' && ScannedText.isDigit(scan.at(end + 1)) || scan.isAnnounced(from, REACH, CUES));
    }

    private static int zone(ScannedText scan, int from) {
        int end = from;
        while (ScannedText.isWord(scan.at(end)) && end - from < 16) {
            end++;
        }
        return end;
    }

    /**
     * Six pairs with colons or dashes between, or three times four digits with dots between (IEEE 802); {@code from}
     * where there is none.
     */
    private static int hardware(ScannedText scan, int from) {
        int size = isHex(scan.at(from + 1)) && !isHex(scan.at(from + 2)) ? 2 : 4;
        int groups = 12 / size;
        char separator = scan.at(from + size);
        if (size == 2 && separator != ':' && separator != '-' || size == 4 && separator != '.' && separator != '-') {
            return from;
        }
        boolean hasLetter = false;
        boolean hasDigit = false;
        for (int k = 0; k < groups * (size + 1) - 1; k++) {
            char c = scan.at(from + k);
            boolean isSeparator = k % (size + 1) == size;
            if (isSeparator ? c != separator : !isHex(c)) {
                return from;
            }
            hasDigit |= ScannedText.isDigit(c);
            hasLetter |= !isSeparator && !ScannedText.isDigit(c);
        }
        int end = from + groups * (size + 1) - 1;
        boolean goesOn = ScannedText.isDigit(scan.at(end)) || ScannedText.isLatin(scan.at(end))
                || scan.at(end) == separator && isHex(scan.at(end + 1))
                || scan.at(from - 1) == separator && isHex(scan.at(from - 2));
        boolean isSure = hasLetter && hasDigit || size == 2 && separator == ':';
        return !goesOn && (isSure || scan.isAnnounced(from, REACH, HARDWARE_CUES)) ? end : from;
    }

    private static boolean isHex(char c) {
        return ScannedText.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
