package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Set;

/**
 * Detector of credentials in header fields of HTTP: Authorization of any scheme (RFC 9110, section 11) and cookies (RFC
 * 6265).
 */
final class SecretHeaders {

    private static final Set<String> SCHEMES = Set.of("basic", "bearer", "token", "apikey", "api-key", "key",
            "negotiate", "ntlm", "digest", "oauth", "hawk", "aws4-hmac-sha256", "signature", "hmac", "dpop",
            "mutual", "vapid", "gnap", "privatetoken", "sharedaccesssignature", "sharedkey", "genie", "genieKey", "bot",
            "jwt", "splunk", "sso-key", "scram-sha-256", "concealed", "kerberos");
    /** Schemes whose credentials are a list of parameters, to the end of the line. */
    private static final Set<String> LISTS = Set.of("digest", "oauth", "hawk", "aws4-hmac-sha256", "signature", "vapid",
            "sharedaccesssignature");

    private SecretHeaders() {}

    static void find(ScannedText scan, Field field, List<Sensitive> found) {
        String joined = field.joined();
        boolean isCookie = joined.equals("cookie") || joined.equals("setcookie") || joined.equals("cookies");
        if (!isCookie && !joined.endsWith("authorization") && !joined.equals("bearer")) {
            return;
        }
        Field.Value value = field.value(scan);
        if (joined.equals("bearer")) {
            if (value.link() == Field.Link.BLANK && value.end() - value.start() >= 8
                    && (value.end() - value.start() >= 16 || Secrets.isMixed(scan, value))
                    && !isWords(scan, value.start(), value.end())) {
                found.add(new Sensitive(value.start(), value.end(), SensitiveKind.SECRET, "token"));
            }
        } else if (value.link() == Field.Link.SIGN) {
            int end = value.isQuoted() ? value.end() : end(scan, field, value.start());
            if (isCookie) {
                cookies(scan, value.start(), end, joined.equals("setcookie"), found);
            } else {
                authorization(scan, value.start(), end, found);
            }
        }
    }

    /** Where the header ends: at the quote that opened before its name, or at the line's end. */
    private static int end(ScannedText scan, Field field, int from) {
        int line = Field.lineEnd(scan, from);
        char quote = scan.at(field.start() - 1);
        int close = quote == '"' || quote == '\'' ? scan.text().indexOf(quote, from) : -1;
        return close > 0 && close < line ? close : line;
    }

    private static void authorization(ScannedText scan, int from, int end, List<Sensitive> found) {
        int first = word(scan, from, end);
        String scheme = scan.lower().substring(from, first);
        boolean isScheme = SCHEMES.contains(scheme);
        int start = from;
        int stop = first;
        if (scan.at(first) == ' ' && first < end) {
            start = first + 1;
            stop = LISTS.contains(scheme) ? end : word(scan, start, end);
            if (!isScheme && (stop - start < 8 || isWords(scan, start, stop))) {
                return;
            }
        } else if (isScheme || isWords(scan, start, stop) || stop - start < 8) {
            return;
        }
        while (stop > start && "\"',;.)".indexOf(scan.at(stop - 1)) >= 0) {
            stop--;
        }
        if (stop - start >= 4 && scan.at(start) != '<' && scan.at(start) != '$' && scan.at(start) != '{') {
            found.add(new Sensitive(start, stop, SensitiveKind.SECRET, "credentials"));
        }
    }

    /** The value of each cookie; of Set-Cookie the first alone, what follows are attributes. */
    private static void cookies(ScannedText scan, int from, int end, boolean isFirstOnly, List<Sensitive> found) {
        int i = from;
        while (i < end) {
            int equals = i;
            while (equals < end
                    && (ScannedText.isWord(scan.at(equals)) || "-.!#$%&'*+^`|~[]".indexOf(scan.at(equals)) >= 0)) {
                equals++;
            }
            if (equals == i || scan.at(equals) != '=') {
                return;
            }
            int stop = equals + 1;
            while (stop < end && scan.at(stop) != ';' && !Character.isWhitespace(scan.at(stop))) {
                stop++;
            }
            if (stop > equals + 1) {
                found.add(new Sensitive(equals + 1, stop, SensitiveKind.SECRET, "cookie"));
            }
            if (isFirstOnly) {
                return;
            }
            i = stop + 1;
            i += scan.at(i) == ' ' ? 1 : 0;
        }
    }

    /** Whether these are small letters only, as in prose. */
    private static boolean isWords(ScannedText scan, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = scan.at(i);
            if (ScannedText.isDigit(c) || Character.isUpperCase(c) && i > from || "_=+/".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int word(ScannedText scan, int from, int end) {
        int i = from;
        while (i < end && !Character.isWhitespace(scan.at(i))) {
            i++;
        }
        return i;
    }
}
