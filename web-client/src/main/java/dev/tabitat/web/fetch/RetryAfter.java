package dev.tabitat.web.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The header Retry-After (RFC 9110, section 10.2.3), in seconds or as an HTTP date of any of the three forms. */
final class RetryAfter {

    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
            "oct", "nov", "dec");
    private static final int MAX_DIGITS = 9;
    private static final double DAY_MILLIS = 86_400_000.0;

    private RetryAfter() {}

    /**
     * Milliseconds of an answer's Retry-After, at least 0; empty unless its status is one of a server that is too busy
     * and says for how long.
     *
     * @param nowMillis milliseconds since 1970 by the device's clock
     */
    static OptionalDouble of(ByteSource.Answer answer, double nowMillis) {
        int status = answer.status();
        boolean isBusy = status == 403 || status == 408 || status == 429 || status >= 500 && status < 600;
        return isBusy ? millis(answer.header("retry-after"), answer.header("date"), nowMillis) : OptionalDouble.empty();
    }

    /**
     * Milliseconds to wait from now, at least 0; empty when the header is missing or malformed.
     *
     * @param header the value of Retry-After
     * @param date the value of the answer's header Date, by which a date is counted; may be empty
     * @param nowMillis milliseconds since 1970 by the device's clock, for an answer without Date
     */
    static OptionalDouble millis(String header, String date, double nowMillis) {
        String text = header.trim();
        if (isNumber(text)) {
            return OptionalDouble.of(Integer.parseInt(text) * 1000.0);
        }
        OptionalDouble until = dateMillis(text);
        if (until.isEmpty()) {
            return until;
        }
        return OptionalDouble.of(Math.max(0, until.getAsDouble() - dateMillis(date).orElse(nowMillis)));
    }

    /** Milliseconds since 1970 of an HTTP date, as in {@code Sun, 06 Nov 1994 08:49:37 GMT}; empty when it is none. */
    static OptionalDouble dateMillis(String text) {
        List<String> words = words(text);
        if (words.size() < 5) {
            return OptionalDouble.empty();
        }
        // In the oldest form, asctime's, the month comes before the day and the year last.
        boolean isOldest = month(words.get(1)) >= 0;
        int month = month(words.get(isOldest ? 1 : 2));
        int day = number(words.get(isOldest ? 2 : 1));
        int year = number(words.get(isOldest ? 4 : 3));
        double time = time(words.get(isOldest ? 3 : 4));
        if (month < 0 || day < 1 || day > 31 || year < 0 || time < 0) {
            return OptionalDouble.empty();
        }
        int century = year < 70 ? 2000 : year < 100 ? 1900 : 0;
        return OptionalDouble.of(days(century + year, month + 1, day) * DAY_MILLIS + time);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (char c : (text + " ").toCharArray()) {
            if (c != ' ' && c != ',' && c != '-') {
                word.append(c);
            } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    private static int month(String word) {
        return MONTHS.indexOf(word.toLowerCase());
    }

    private static int number(String word) {
        return isNumber(word) ? Integer.parseInt(word) : -1;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_DIGITS;
    }

    /** Milliseconds since midnight of {@code hh:mm:ss}, or -1. */
    private static double time(String word) {
        int first = word.indexOf(':');
        int second = word.lastIndexOf(':');
        if (first < 1 || second <= first) {
            return -1;
        }
        int hours = number(word.substring(0, first));
        int minutes = number(word.substring(first + 1, second));
        int seconds = number(word.substring(second + 1));
        boolean isTime = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds <= 60;
        return isTime ? ((hours * 60 + minutes) * 60 + seconds) * 1000.0 : -1;
    }

    /** Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that begin in March. */
    private static long days(int year, int month, int day) {
        long shifted = month <= 2 ? year - 1 : year;
        long era = shifted / 400;
        long ofEra = shifted - era * 400;
        long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }
}
