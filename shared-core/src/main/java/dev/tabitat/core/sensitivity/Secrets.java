package dev.tabitat.core.sensitivity;

import java.util.List;

/** Keys, tokens and passwords. */
final class Secrets {

    /** How well-known issuers begin their keys, and how long what follows is at least. */
    private record Prefix(String text, int least) {}

    private static final List<Prefix> PREFIXES = List.of(new Prefix("AKIA", 16), new Prefix("ASIA", 16), new Prefix("ghp_", 30), new Prefix("gho_", 30), new Prefix("ghs_", 30),
            new Prefix("github_pat_", 30), new Prefix("glpat-", 18), new Prefix("sk-", 20), new Prefix("sk_live_", 16), new Prefix("sk_test_", 16), new Prefix("rk_live_", 16),
            new Prefix("xoxb-", 20), new Prefix("xoxp-", 20), new Prefix("AIza", 35), new Prefix("npm_", 36), new Prefix("hf_", 30), new Prefix("pypi-", 40), new Prefix("dop_v1_", 40),
            new Prefix("SG.", 40), new Prefix("ya29.", 20));
    private static final List<String> ANNOUNCED = List.of("password", "passwort", "kennwort", "passwd", "pwd", "passphrase", "mot de passe", "contrase\u00f1a", "wachtwoord", "l\u00f6senord",
            "has\u0142o", "api_key", "api-key", "apikey", "api key", "secret", "secret_key", "client_secret", "access_token", "auth_token", "token", "bearer", "private_key");
    private static final String BEGIN = "-----BEGIN ";
    private static final int MOST_KEY = 20_000;

    private Secrets() {}

    static void find(Scan scan, List<Sensitive> found) {
        blocks(scan, found);
        for (Prefix prefix : PREFIXES) {
            for (int at = scan.text().indexOf(prefix.text()); at >= 0; at = scan.text().indexOf(prefix.text(), at + 1)) {
                int end = token(scan, at);
                if (scan.startsHere(at) && end - at - prefix.text().length() >= prefix.least()) {
                    found.add(new Sensitive(at, end, Kind.SECRET, "key"));
                }
            }
        }
        webTokens(scan, found);
        addresses(scan, found);
        for (String word : ANNOUNCED) {
            for (int at = scan.lower().indexOf(word); at >= 0; at = scan.lower().indexOf(word, at + 1)) {
                announced(scan, at, at + word.length(), word.equals("bearer"), found);
            }
        }
    }

    /** PEM: a private key with all its lines (RFC 7468). */
    private static void blocks(Scan scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf(BEGIN); at >= 0; at = scan.text().indexOf(BEGIN, at + 1)) {
            int label = scan.text().indexOf("-----", at + BEGIN.length());
            if (label < 0 || label - at > 60 || !scan.text().substring(at, label).contains("PRIVATE KEY")) {
                continue;
            }
            int close = scan.text().indexOf("-----END ", label);
            int end = close < 0 ? -1 : scan.text().indexOf("-----", close + 9);
            found.add(new Sensitive(at, end > 0 && end - at < MOST_KEY ? end + 5 : Math.min(scan.length(), label + 5 + MOST_KEY), Kind.SECRET, "private_key"));
        }
    }

    /** JSON Web Tokens (RFC 7519): three parts, the first of which opens an object. */
    private static void webTokens(Scan scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf("eyJ"); at >= 0; at = scan.text().indexOf("eyJ", at + 1)) {
            int end = token(scan, at);
            int dots = 0;
            for (int i = at; i < end; i++) {
                dots += scan.at(i) == '.' ? 1 : 0;
            }
            if (scan.startsHere(at) && dots == 2 && end - at > 30) {
                found.add(new Sensitive(at, end, Kind.SECRET, "web_token"));
            }
        }
    }

    /** The password of an address such as {@code scheme://user:password@host}. */
    private static void addresses(Scan scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf("://"); at >= 0; at = scan.text().indexOf("://", at + 1)) {
            int colon = -1;
            for (int i = at + 3; i < scan.length() && i < at + 203 && !Character.isWhitespace(scan.at(i)) && scan.at(i) != '/'; i++) {
                if (scan.at(i) == ':' && colon < 0) {
                    colon = i;
                }
                if (scan.at(i) == '@' && colon > 0 && i > colon + 1) {
                    found.add(new Sensitive(colon + 1, i, Kind.SECRET, "password"));
                    break;
                }
            }
        }
    }

    /** What stands behind a word, a colon or an equals sign; behind "bearer" a space is enough. */
    private static void announced(Scan scan, int word, int from, boolean isBearer, List<Sensitive> found) {
        if (Character.isLetter(scan.at(word - 1)) || Character.isLetterOrDigit(scan.at(from))) {
            return;
        }
        int at = from;
        while (scan.at(at) == ' ' || scan.at(at) == '"' || scan.at(at) == '\'') {
            at++;
        }
        boolean says = scan.lower().startsWith("is ", at) || scan.lower().startsWith("ist ", at) || scan.lower().startsWith("lautet ", at);
        boolean isSet = scan.at(at) == ':' || scan.at(at) == '=';
        if (!isSet && !says && !isBearer) {
            return;
        }
        at = isSet ? at + 1 : says ? scan.text().indexOf(' ', at) + 1 : at;
        while (scan.at(at) == ' ' || scan.at(at) == '"' || scan.at(at) == '\'' || scan.at(at) == ':' || scan.at(at) == '=') {
            at++;
        }
        int end = at;
        while (end < scan.length() && !Character.isWhitespace(scan.at(end)) && scan.at(end) != '"' && scan.at(end) != '\'' && scan.at(end) != ',' && scan.at(end) != ';' && end - at < 500) {
            end++;
        }
        while (end > at && (scan.at(end - 1) == '.' || scan.at(end - 1) == ')')) {
            end--;
        }
        // "The password: forgotten" is no password; something with a digit, a sign or mixed case may be one.
        if (end - at >= (isBearer ? 16 : 4) && (isSet && !says && end - at >= 6 || isMixed(scan, at, end))) {
            found.add(new Sensitive(at, end, Kind.SECRET, isBearer ? "token" : "password"));
        }
    }

    private static boolean isMixed(Scan scan, int from, int end) {
        boolean digit = false;
        boolean sign = false;
        boolean upper = false;
        boolean lower = false;
        for (int i = from; i < end; i++) {
            char c = scan.at(i);
            digit |= Scan.isDigit(c);
            upper |= Character.isUpperCase(c) && i > from;
            lower |= Character.isLowerCase(c);
            sign |= !Character.isLetterOrDigit(c);
        }
        return (digit ? 1 : 0) + (upper ? 1 : 0) + (lower ? 1 : 0) + (sign ? 1 : 0) >= 2;
    }

    private static int token(Scan scan, int from) {
        int end = from;
        while (Scan.isLatin(scan.at(end)) || Scan.isDigit(scan.at(end)) || scan.at(end) == '_' || scan.at(end) == '-' || scan.at(end) == '.' && Scan.isWord(scan.at(end + 1))) {
            end++;
        }
        return end;
    }
}
