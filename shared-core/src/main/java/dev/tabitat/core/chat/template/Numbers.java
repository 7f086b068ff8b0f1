package dev.tabitat.core.chat.template;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonReader;

/** Numbers from text and as Python writes them. */
final class Numbers {

    private Numbers() {}

    static Value.Int literal(Token token) {
        try {
            return new Value.Int(Long.parseLong(token.text()));
        } catch (NumberFormatException tooLarge) {
            throw TemplateErrors.at(token.line(), "the number " + token.text() + " does not fit 64 bits.");
        }
    }

    static Value.Real real(Token token) {
        try {
            return new Value.Real(((JsonNumber) JsonReader.read(withoutLeadingZeros(token.text()), JsonLimits.DEFAULT))
                    .doubleValue());
        } catch (DamagedData tooLarge) {
            throw TemplateErrors.at(token.line(), "the number " + token.text() + " is too large.");
        }
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start + 1 < digits.length() && digits.charAt(start) == '0'
                && Strings.isDigit(digits.charAt(start + 1))) {
            start++;
        }
        return digits.substring(start);
    }

    /** A real number as Python's repr: the shortest digits that read back as it, always with a point or exponent. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        String written = JsonNumber.text(Math.abs(value));
        int e = written.indexOf('e');
        String mantissa = e < 0 ? written : written.substring(0, e);
        int exponent = e < 0 ? 0 : Integer.parseInt(written.substring(written.charAt(e + 1) == '+' ? e + 2 : e + 1));
        int point = mantissa.indexOf('.');
        String digits = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
        int position = (point < 0 ? mantissa.length() : point) + exponent;
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        digits = digits.substring(zeros);
        position -= zeros;
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return (value < 0 ? "-" : "") + layOut(digits.substring(0, end), position);
    }

    /** 0.digits times ten to the power of {@code point}. */
    private static String layOut(String digits, int point) {
        if (point - 1 < -4 || point - 1 >= 16) {
            int exponent = Math.abs(point - 1);
            return digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                    + (point - 1 < 0 ? "e-" : "e+") + (exponent < 10 ? "0" : "") + exponent;
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        return digits.length() <= point ? digits + "0".repeat(point - digits.length()) + ".0"
                : digits.substring(0, point) + "." + digits.substring(point);
    }
}
