package dev.tabitat.core.chat.template;

/**
 * A moment on the person's clock, which {@code strftime_now} writes.
 *
 * @param month 1 to 12
 * @param day 1 to 31
 * @param weekday 0 for Monday to 6 for Sunday
 */
public record LocalTime(int year, int month, int day, int weekday, int hour, int minute, int second) {

    private static final String[] MONTHS = {"January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December"};
    private static final String[] DAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

    /** Python's strftime in the C locale, of the parts of dates and times. */
    String format(Evaluation evaluation, String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            out.append(
                    c == '%' && i + 1 < pattern.length() ? part(evaluation, pattern.charAt(++i)) : String.valueOf(c));
        }
        return out.toString();
    }

    private String part(Evaluation evaluation, char code) {
        return switch (code) {
            case 'Y' -> Integer.toString(year);
            case 'y' -> two(year % 100);
            case 'm' -> two(month);
            case 'B' -> MONTHS[month - 1];
            case 'b' -> MONTHS[month - 1].substring(0, 3);
            case 'd' -> two(day);
            case 'A' -> DAYS[weekday];
            case 'a' -> DAYS[weekday].substring(0, 3);
            case 'H' -> two(hour);
            case 'I' -> two(hour % 12 == 0 ? 12 : hour % 12);
            case 'p' -> hour < 12 ? "AM" : "PM";
            case 'M' -> two(minute);
            case 'S' -> two(second);
            case '%' -> "%";
            default -> throw evaluation.error("strftime_now does not support %" + code + ".");
        };
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }
}
