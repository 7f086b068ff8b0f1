package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The methods split, rsplit, splitlines and format of texts. */
final class Splits {

    private Splits() {}

    static Value split(Evaluation evaluation, String text, Arguments arguments, boolean fromEnd) {
        arguments.only(evaluation, "split", "sep", "maxsplit");
        long most = Methods.whole(evaluation, arguments.get(1, "maxsplit", new Value.Int(-1)));
        long limit = most < 0 ? Long.MAX_VALUE : most;
        List<String> parts;
        if (arguments.get(0, "sep", Value.None.NONE) instanceof Value.None) {
            parts = fromEnd ? wordsFromEnd(evaluation, text, limit) : words(evaluation, text, limit);
        } else {
            String separator = Methods.string(evaluation, arguments, 0, "sep");
            if (separator.isEmpty()) {
                throw evaluation.error("A text cannot be split at an empty separator.");
            }
            evaluation.search(text, separator);
            parts = fromEnd ? partsFromEnd(evaluation, text, separator, limit)
                    : parts(evaluation, text, separator, limit);
        }
        return list(parts);
    }

    private static Value list(List<String> parts) {
        List<Value> values = new ArrayList<>();
        for (String part : parts) {
            values.add(new Value.Text(part));
        }
        return Value.Sequence.list(values);
    }

    private static List<String> parts(Evaluation evaluation, String text, String separator, long limit) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = text.indexOf(separator); i >= 0 && parts.size() < limit; i = text.indexOf(separator, from)) {
            evaluation.step(1);
            parts.add(text.substring(from, i));
            from = i + separator.length();
        }
        evaluation.step(1);
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> partsFromEnd(Evaluation evaluation, String text, String separator, long limit) {
        List<String> parts = new ArrayList<>();
        int end = text.length();
        while (parts.size() < limit) {
            int i = text.lastIndexOf(separator, end - separator.length());
            if (i < 0) {
                break;
            }
            evaluation.step(1);
            parts.add(text.substring(i + separator.length(), end));
            end = i;
        }
        evaluation.step(1);
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    private static List<String> words(Evaluation evaluation, String text, long limit) {
        List<String> words = new ArrayList<>();
        String rest = Strings.stripStart(text);
        int from = 0;
        while (from < rest.length()) {
            if (words.size() == limit) {
                evaluation.step(1);
                words.add(rest.substring(from));
                break;
            }
            int end = from;
            while (end < rest.length() && !Strings.isSpace(rest.charAt(end))) {
                end++;
            }
            evaluation.step(1);
            words.add(rest.substring(from, end));
            from = end;
            while (from < rest.length() && Strings.isSpace(rest.charAt(from))) {
                from++;
            }
        }
        return words;
    }

    private static List<String> wordsFromEnd(Evaluation evaluation, String text, long limit) {
        List<String> words = new ArrayList<>();
        int end = Strings.stripEnd(text).length();
        while (end > 0) {
            if (words.size() == limit) {
                evaluation.step(1);
                words.add(text.substring(0, end));
                break;
            }
            int start = end;
            while (start > 0 && !Strings.isSpace(text.charAt(start - 1))) {
                start--;
            }
            if (start < end) {
                evaluation.step(1);
                words.add(text.substring(start, end));
            }
            end = start;
            while (end > 0 && Strings.isSpace(text.charAt(end - 1))) {
                end--;
            }
        }
        Collections.reverse(words);
        return words;
    }

    /** The lines without their ends; no empty line after the last end. */
    static Value lines(Evaluation evaluation, String text) {
        return list(linesOf(evaluation, text));
    }

    static List<String> linesOf(Evaluation evaluation, String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x0a && c <= 0x0d || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029) {
                evaluation.step(1);
                lines.add(text.substring(from, i));
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                from = i + 1;
            }
        }
        if (from < text.length()) {
            evaluation.step(1);
            lines.add(text.substring(from));
        }
        return lines;
    }

    /** Python's format with empty, numbered and named fields; without conversions, members and format codes. */
    static Value format(Evaluation evaluation, String text, Arguments arguments) {
        StringBuilder out = new StringBuilder();
        int automatic = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
            } else if (doubled) {
                out.append(c);
                i++;
            } else {
                int end = c == '{' ? text.indexOf('}', i) : -1;
                if (end < 0) {
                    throw evaluation.error("The text to format has a brace without its partner.");
                }
                String field = text.substring(i + 1, end);
                Value value = isNumber(field) ? arguments.get(index(field, automatic++), "", null)
                        : arguments.named().get(field);
                if (value == null) {
                    throw evaluation.error("The text to format has the field {" + field + "}, which has no value.");
                }
                String shown = Values.text(evaluation, value);
                evaluation.made(shown.length());
                out.append(shown);
                i = end;
            }
        }
        return new Value.Text(out.toString());
    }

    private static boolean isNumber(String field) {
        for (int i = 0; i < field.length(); i++) {
            if (!Strings.isDigit(field.charAt(i))) {
                return false;
            }
        }
        return field.length() < 5;
    }

    private static int index(String field, int automatic) {
        return field.isEmpty() ? automatic : Integer.parseInt(field);
    }
}
