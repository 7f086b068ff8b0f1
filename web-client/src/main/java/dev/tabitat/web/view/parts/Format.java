package dev.tabitat.web.view.parts;

import dev.tabitat.core.json.JsonObject;

/** Figures as a person reads them: decimal units, few digits, no grouping surprises. */
public final class Format {

    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

    private Format() {}

    /** {@code 1 byte}, {@code 109 KB}, {@code 10.6 MB}: powers of 1000. */
    public static String bytes(double bytes) {
        double value = Math.max(0, bytes);
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        if (unit == 0) {
            long whole = Math.round(value);
            return whole == 1 ? "1 byte" : whole + " bytes";
        }
        return decimals(value, value < 99.95 && value != Math.floor(value) ? 1 : 0) + " " + UNITS[unit];
    }

    /** A share of one, as a percentage: {@code 97.3 %}. */
    public static String percent(double share) {
        return decimals(100 * share, 1) + " %";
    }

    /** Milliseconds: {@code 0.4 ms}, {@code 12 ms}, {@code 1.5 s}. */
    public static String milliseconds(double ms) {
        if (ms >= 1000) {
            return decimals(ms / 1000, 1) + " s";
        }
        return decimals(ms, ms < 0.095 ? 2 : ms < 9.95 ? 1 : 0) + " ms";
    }

    /** Seconds left: {@code 4 s}, {@code 2 min}. */
    public static String seconds(double seconds) {
        return seconds < 99.5 ? Math.max(1, Math.round(seconds)) + " s" : Math.round(seconds / 60) + " min";
    }

    /** At most {@code digits} digits after the point; a zero there is kept. */
    public static String decimals(double value, int digits) {
        long scale = 1;
        for (int i = 0; i < digits; i++) {
            scale *= 10;
        }
        long scaled = Math.round(Math.abs(value) * scale);
        String whole = (value < 0 && scaled > 0 ? "\u2212" : "") + scaled / scale;
        if (digits == 0) {
            return whole;
        }
        String rest = Long.toString(scaled % scale);
        return whole + "." + "0".repeat(digits - rest.length()) + rest;
    }

    /** The value of a claim with its interval; a proportion as a percentage. */
    public static String claim(JsonObject claim) {
        double value = claim.number("value");
        boolean isShare = value >= 0 && value <= 1;
        boolean hasInterval = claim.has("low") && claim.has("high");
        if (!isShare) {
            return decimals(value, 3) + (hasInterval
                    ? " (" + decimals(claim.number("low"), 3) + " to " + decimals(claim.number("high"), 3) + ")"
                    : "");
        }
        return percent(value) + (hasInterval
                ? " (" + decimals(100 * claim.number("low"), 1) + " to " + percent(claim.number("high")) + ")"
                : "");
    }

    /** A small figure with two digits that matter: {@code 0}, {@code 0.12}, {@code 3.1e-7}. */
    public static String small(double value) {
        double size = Math.abs(value);
        if (size == 0 || size >= 0.01) {
            return size == 0 ? "0" : decimals(value, 2);
        }
        int exponent = 0;
        while (size < 0.9995 && exponent < 330) {
            size *= 10;
            exponent++;
        }
        return (value < 0 ? "\u2212" : "") + decimals(size, 1) + "e\u2212" + exponent;
    }

    /** A digest with its middle left out. */
    public static String shortDigest(String digest) {
        String hex = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
        return hex.length() < 12 ? hex : hex.substring(0, 4) + "\u2026" + hex.substring(hex.length() - 4);
    }

    /** A time of RFC 3339 in UTC, to the minute; anything else as it is. */
    public static String moment(String utc) {
        return utc.length() >= 20 && utc.charAt(10) == 'T' && utc.endsWith("Z")
                ? utc.substring(0, 10) + " " + utc.substring(11, 16) + " UTC"
                : utc;
    }

    /** {@code 1 run}, {@code 3 runs}. */
    public static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    /** Why a download waits and how long, by its report; empty when it does not wait. */
    public static String waiting(JsonObject report) {
        return report.stringOr("phase", "").equals("wait")
                ? report.stringOr("reason", "") + " The next try is in " + seconds(report.numberOr("retry_in_s", 0))
                        + "."
                : "";
    }
}
