package dev.tabitat.core.time;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/**
 * The grammar of a moment: {@code YYYY-MM-DD "T" hh:mm:ss [ "." 1*9DIGIT ] "Z"} (RFC 3339, UTC only, no leap second),
 * which is what {@code Date.prototype.toISOString} writes for the years 0 to 9999.
 */
public final class Utc {

    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Utc() {
    }

    /**
     * The text itself when it is a moment of the calendar.
     *
     * @param where the field, for the message
     * @throws DamagedData when it is not
     */
    public static String require(String text, String where) {
        if (!isMoment(text)) {
            throw new DamagedData("This is not a time in UTC.", Finding.at(where)
                    .expected("a time such as 2026-11-23T09:30:00Z").found(text.length() > 40 ? "a long text" : text));
        }
        return text;
    }

    /** Whether the text is a moment of the calendar in the grammar above. */
    public static boolean isMoment(String text) {
        return text.length() > SHAPE.length() && hasShape(text) && hasEnd(text) && isInCalendar(text);
    }

    private static boolean hasShape(String text) {
        for (int i = 0; i < SHAPE.length(); i++) {
            char shape = SHAPE.charAt(i);
            if (shape == 'd' ? !isDigit(text.charAt(i)) : text.charAt(i) != shape) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEnd(String text) {
        int last = text.length() - 1;
        if (text.charAt(last) != 'Z') {
            return false;
        }
        if (last == SHAPE.length()) {
            return true;
        }
        int digits = last - SHAPE.length() - 1;
        if (text.charAt(SHAPE.length()) != '.' || digits < 1 || digits > 9) {
            return false;
        }
        for (int i = SHAPE.length() + 1; i < last; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInCalendar(String text) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return false;
        }
        return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
    }

    private static int daysIn(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    private static int number(String text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
