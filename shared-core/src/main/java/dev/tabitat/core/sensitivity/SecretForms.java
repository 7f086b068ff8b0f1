package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.List;

/**
 * Detector of secrets that need no name before them: issuers' prefixes, private keys, web tokens, passwords within
 * addresses.
 */
final class SecretForms {

    /** How issuers begin their keys; at least sixteen characters follow. */
    private static final List<String> PREFIXES = CueWords.list(
            "AKIA,ASIA,ABIA,ACCA,ghp_,gho_,ghu_,ghs_,ghr_,github_pat_,glpat-,gloas-,gldt-,glrt-,glptt-,glcbt-,glft-,glsoat-,glagent-,sk-,sk_live_,sk_test_,rk_live_,rk_test_,"
                    + "whsec_,xoxb-,xoxp-,xoxa-,xoxr-,xoxs-,xoxe-,xoxe.,xoxo-,xapp-,AIza,ya29.,GOCSPX-,1//0,npm_,hf_,pypi-,dop_v1_,doo_v1_,dor_v1_,SG.,shpat_,shpca_,shppa_,shpss_,shptka_,sq0atp-,sq0csp-,sq0idp-,EAA,"
                    + "dckr_pat_,dckr_oat_,rubygems_,gsk_,r8_,pplx-,xai-,hvs.,hvb.,"
                    + "dp.pt.,dp.st.,ATATT3,ATCTT3,ATBB,sbp_,sb_secret_,pscale_tkn_,pscale_pw_,pscale_oauth_,fo1_,rnd_,EZAK,EZTK,AGE-SECRET-KEY-1,tskey-,xkeysib-,xsmtpsib-,bkua_,sntrys_,sntryu_,phx_,nfp_,ops_eyJ,"
                    + "lin_api_,lin_oauth_,secret_,ntn_,figd_,PMAK-,NRAK-,NRJS-,glsa_,glc_,tvly-,nvapi-,jina_,e2b_,lsv2_pt_,lsv2_sk_,cfut_,CCIPAT_,duffel_live_,duffel_test_,shippo_live_,shippo_test_,"
                    + "rdme_,key-,dapi,LTAI,AQVN,t1.9eu,y0_,y3_,flw_,FLWSECK,pat-na1-,pat-eu1-,ABSK,dt0c01.,dt0s01.");
    private static final String BEGIN = "-----BEGIN ";
    private static final int MIN_REST = 16;
    private static final int MAX_KEY = 20_000;

    private SecretForms() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        blocks(scan, found);
        addresses(scan, found);
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            boolean begins = (ScannedText.isLatin(c) || ScannedText.isDigit(c))
                    && !Character.isLetterOrDigit(scan.at(i - 1))
                    && scan.at(i - 1) != '_';
            if (begins) {
                token(scan, i, found);
            }
        }
    }

    private static void token(ScannedText scan, int from, List<Sensitive> found) {
        int end = end(scan, from);
        if (end - from < MIN_REST || end - from > MAX_KEY) {
            return;
        }
        if (isPrefixed(scan, from, end) || isDotted(scan, from, end) || isBot(scan, from, end)
                || isNamed(scan, from, end)) {
            found.add(new Sensitive(from, end, SensitiveKind.SECRET, "key"));
        }
    }

    private static boolean isPrefixed(ScannedText scan, int from, int end) {
        for (String prefix : PREFIXES) {
            if (ScannedText.startsAt(scan.text(), prefix, from) && end - from - prefix.length() >= MIN_REST) {
                int digits = 0;
                int letters = 0;
                int breaks = 0;
                for (int i = from + prefix.length(); i < end; i++) {
                    digits += ScannedText.isDigit(scan.at(i)) ? 1 : 0;
                    letters += ScannedText.isLatin(scan.at(i)) ? 1 : 0;
                    breaks += scan.at(i) == '-' || scan.at(i) == '_' || scan.at(i) == '.' ? 1 : 0;
                }
                // "sk-learn-contrib-something" is a name: keys have digits, or few breaks.
                return digits > 0 && 2 * breaks < digits + letters
                        || breaks == 0 && prefix.length() > 3 && isMixedCase(scan, from + prefix.length(), end);
            }
        }
        return false;
    }

    private static boolean isMixedCase(ScannedText scan, int from, int end) {
        int changes = 0;
        for (int i = from + 1; i < end; i++) {
            changes += Character.isUpperCase(scan.at(i)) && Character.isLowerCase(scan.at(i - 1)) ? 1 : 0;
        }
        return changes >= 3 || scan.text().substring(from, end)
                .equals(scan.text().substring(from, end).toUpperCase(java.util.Locale.ROOT));
    }

    /**
     * JSON Web Tokens (RFC 7519), encrypted ones, and Discord's: three parts or more of which the first opens an object
     * or is a number.
     */
    private static boolean isDotted(ScannedText scan, int from, int end) {
        String[] parts = Split.array(scan.text().substring(from, end), '.');
        if (ScannedText.startsAt(scan.text(), "eyJ", from)) {
            return end - from > 30;
        }
        return parts.length == 3 && parts[0].length() >= 23 && parts[0].length() <= 28 && parts[1].length() == 6
                && parts[2].length() >= 27 && parts[2].length() <= 40;
    }

    /** Telegram: the bot's number, a colon and 35 characters. */
    private static boolean isBot(ScannedText scan, int from, int end) {
        int i = from;
        while (ScannedText.isDigit(scan.at(i))) {
            i++;
        }
        return i - from >= 6 && i - from <= 12 && scan.at(i) == ':' && end - i - 1 >= 30 && end - i - 1 <= 45;
    }

    /** Twilio ({@code SK} and 32 hexadecimal digits), Mailchimp (32 and {@code -us1}). */
    private static boolean isNamed(ScannedText scan, int from, int end) {
        int start = ScannedText.startsAt(scan.text(), "SK", from) ? from + 2 : from;
        int i = start;
        while (i < end && (ScannedText.isDigit(scan.at(i)) || scan.at(i) >= 'a' && scan.at(i) <= 'f')) {
            i++;
        }
        return i - start == 32
                && (start > from && i == end || ScannedText.startsAt(scan.text(), "-us", i) && end - i <= 5);
    }

    /** PEM: a private key with all its lines (RFC 7468), and PGP's. */
    private static void blocks(ScannedText scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf(BEGIN); at >= 0; at = scan.text().indexOf(BEGIN, at + 1)) {
            int label = scan.text().indexOf("-----", at + BEGIN.length());
            if (label < 0 || label - at > 60 || !scan.text().substring(at, label).contains("PRIVATE KEY")) {
                continue;
            }
            int close = scan.text().indexOf("-----END ", label);
            int end = close < 0 ? -1 : scan.text().indexOf("-----", close + 9);
            found.add(new Sensitive(at,
                    end > 0 && end - at < MAX_KEY ? end + 5 : Math.min(scan.length(), label + 5 + MAX_KEY),
                    SensitiveKind.SECRET,
                    "private_key"));
        }
    }

    /** The password of an address such as {@code scheme://user:password@host}, and the secret path of a web hook. */
    private static void addresses(ScannedText scan, List<Sensitive> found) {
        for (int at = scan.text().indexOf("://"); at >= 0; at = scan.text().indexOf("://", at + 1)) {
            int colon = -1;
            for (int i = at + 3; i < scan.length() && i < at + 203 && !Character.isWhitespace(scan.at(i))
                    && scan.at(i) != '/'; i++) {
                if (scan.at(i) == ':' && colon < 0) {
                    colon = i;
                }
                if (scan.at(i) == '@' && colon > 0 && i > colon + 1) {
                    found.add(new Sensitive(colon + 1, i, SensitiveKind.SECRET, "password"));
                    break;
                }
            }
            for (String hook : List.of("hooks.slack.com/services/", "discord.com/api/webhooks/",
                    "discordapp.com/api/webhooks/")) {
                int from = at + 3 + hook.length();
                if (ScannedText.startsAt(scan.text(), hook, at + 3)) {
                    int end = from;
                    while (ScannedText.isWord(scan.at(end)) || scan.at(end) == '/' || scan.at(end) == '-') {
                        end++;
                    }
                    if (end - from > MIN_REST) {
                        found.add(new Sensitive(from, end, SensitiveKind.SECRET, "web_hook"));
                    }
                }
            }
        }
    }

    private static int end(ScannedText scan, int from) {
        int end = from;
        while (end < scan.length() && isPart(scan, end)) {
            end++;
        }
        return end;
    }

    private static boolean isPart(ScannedText scan, int i) {
        char c = scan.at(i);
        return ScannedText.isLatin(c) || ScannedText.isDigit(c) || c == '_' || c == '-'
                || (c == '.' || c == ':' || c == '/')
                        && ScannedText.isWord(scan.at(i + 1))
                        && (c != ':' && c != '/' || ScannedText.isDigit(scan.at(i - 1)));
    }
}
