package dev.tabitat.core.chat.template;

/** The escapes of Python's string literals; an unknown escape stays as it is written. */
final class StringEscapes {

    private StringEscapes() {}

    static String decode(String literal, int line) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = literal.charAt(++i);
            int simple = "abfnrtv\\'\"".indexOf(escape);
            if (simple >= 0) {
                out.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
            } else if (escape == 'x' || escape == 'u' || escape == 'U') {
                int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
                out.appendCodePoint(hexadecimal(literal, i + 1, digits, line));
                i += digits;
            } else if (escape >= '0' && escape <= '7') {
                int value = 0;
                int end = i;
                while (end < literal.length() && end < i + 3 && literal.charAt(end) >= '0'
                        && literal.charAt(end) <= '7') {
                    value = 8 * value + literal.charAt(end++) - '0';
                }
                out.append((char) value);
                i = end - 1;
            } else if (escape != '\n') {
                out.append('\\').append(escape);
            }
        }
        return out.toString();
    }

    private static int hexadecimal(String literal, int from, int digits, int line) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < literal.length() ? Character.digit(literal.charAt(i), 16) : -1;
            if (digit < 0 || value > 0x10FFFF >> 4) {
                throw TemplateErrors.at(line, "a string has a broken escape of a character's number.");
            }
            value = 16 * value + digit;
        }
        if (value > 0x10FFFF) {
            throw TemplateErrors.at(line, "a string names a character beyond U+10FFFF.");
        }
        return value;
    }
}
