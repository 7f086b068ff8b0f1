package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} as the transformers library sets
 * them: a block's line leaves no trace in the text, and one line break at the end of the template is dropped.
 */
final class Lexer {

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    /** Whether the text that follows begins a line. */
    private boolean lineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        if (template.length() > TemplateLimits.MAX_SOURCE) {
            throw TemplateErrors.at(1, "the template has " + template.length() + " characters; the maximum is "
                    + TemplateLimits.MAX_SOURCE + ".");
        }
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        Lexer lexer = new Lexer(source);
        lexer.run();
        lexer.add(Token.Type.END, "");
        return lexer.tokens;
    }

    private void run() {
        while (position < source.length()) {
            int begin = nextBegin();
            if (begin < 0) {
                data(source.length(), false, false);
                return;
            }
            char kind = source.charAt(begin + 1);
            char sign = at(begin + 2);
            data(begin, sign == '-', kind != '{' && sign != '+');
            advance(begin + (sign == '-' || sign == '+' ? 3 : 2));
            if (kind == '#') {
                comment();
            } else if (kind == '{') {
                add(Token.Type.VARIABLE_BEGIN, "{{");
                expression('}', Token.Type.VARIABLE_END);
            } else if (!raw()) {
                add(Token.Type.BLOCK_BEGIN, "{%");
                expression('%', Token.Type.BLOCK_END);
            }
        }
    }

    private int nextBegin() {
        for (int i = source.indexOf('{', position); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private void data(int end, boolean strip, boolean stripLine) {
        String text = source.substring(position, end);
        String kept = text;
        if (strip) {
            kept = Strings.stripEnd(text);
        } else if (stripLine) {
            int start = text.lastIndexOf('\n') + 1;
            if ((start > 0 || lineStart) && Strings.isBlank(text, start)) {
                kept = text.substring(0, start);
            }
        }
        if (!kept.isEmpty()) {
            add(Token.Type.DATA, kept);
        }
        advance(end);
    }

    private void comment() {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw TemplateErrors.at(line, "a comment has no end.");
        }
        char sign = end > position ? source.charAt(end - 1) : ' ';
        advance(end + 2);
        afterBlock(sign);
    }

    /** Reads a raw block, if one begins here. */
    private boolean raw() {
        int name = skipSpace(position);
        if (!source.startsWith("raw", name)) {
            return false;
        }
        int close = skipSpace(name + 3);
        boolean strip = at(close) == '-';
        if (!source.startsWith("%}", strip ? close + 1 : close)) {
            return false;
        }
        int start = close + (strip ? 3 : 2);
        advance(strip ? skipSpace(start) : start);
        lineStart = source.charAt(position - 1) == '\n';
        for (int i = source.indexOf("{%", position); i >= 0; i = source.indexOf("{%", i + 1)) {
            char sign = at(i + 2);
            int end = skipSpace(sign == '-' || sign == '+' ? i + 3 : i + 2);
            if (source.startsWith("endraw", end)) {
                int after = skipSpace(end + 6);
                char closing = at(after);
                int percent = closing == '-' || closing == '+' ? after + 1 : after;
                if (source.startsWith("%}", percent)) {
                    data(i, sign == '-', sign != '+');
                    advance(percent + 2);
                    afterBlock(closing);
                    return true;
                }
            }
        }
        throw TemplateErrors.at(line, "a raw block has no end.");
    }

    private void expression(char closing, Token.Type end) {
        List<Character> open = new ArrayList<>();
        while (true) {
            advance(skipSpace(position));
            if (position >= source.length()) {
                throw TemplateErrors.at(line, "the template ends inside " + (closing == '}' ? "{{ }}." : "{% %}."));
            }
            char c = source.charAt(position);
            if (open.isEmpty() && ends(closing)) {
                char sign = c == closing ? ' ' : c;
                add(end, closing + "}");
                advance(position + (c == closing ? 2 : 3));
                afterBlock(closing == '}' && sign == ' ' ? '+' : sign);
                return;
            }
            token(c, open);
        }
    }

    private boolean ends(char closing) {
        char c = source.charAt(position);
        boolean signed = c == '-' || c == '+' && closing == '%';
        int from = signed ? position + 1 : position;
        return at(from) == closing && at(from + 1) == '}';
    }

    private void token(char c, List<Character> open) {
        if (Strings.isNameStart(c)) {
            int end = position;
            while (end < source.length() && Strings.isNamePart(source.charAt(end))) {
                end++;
            }
            add(Token.Type.NAME, source.substring(position, end));
            advance(end);
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (c == '\'' || c == '"') {
            string(c);
        } else {
            operator(c, open);
        }
    }

    private void number() {
        int end = digits(position);
        boolean real = false;
        if (at(end) == '.' && Strings.isDigit(at(end + 1))) {
            end = digits(end + 1);
            real = true;
        }
        if ((at(end) | 0x20) == 'e') {
            int exponent = at(end + 1) == '-' || at(end + 1) == '+' ? end + 2 : end + 1;
            if (Strings.isDigit(at(exponent))) {
                end = digits(exponent);
                real = true;
            }
        }
        String text = source.substring(position, end).replace("_", "");
        add(real ? Token.Type.FLOAT : Token.Type.INTEGER, text);
        advance(end);
    }

    private int digits(int from) {
        int end = from;
        while (Strings.isDigit(at(end)) || at(end) == '_') {
            end++;
        }
        return end;
    }

    private void string(char quote) {
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw TemplateErrors.at(line, "a string has no closing " + quote + ".");
        }
        add(Token.Type.STRING, StringEscapes.decode(source.substring(position + 1, end), line));
        advance(end + 1);
    }

    private void operator(char c, List<Character> open) {
        String two = position + 1 < source.length() ? source.substring(position, position + 2) : "";
        if (List.of("==", "!=", "<=", ">=", "//", "**").contains(two)) {
            add(Token.Type.OPERATOR, two);
            advance(position + 2);
            return;
        }
        if ("+-*/%~<>=.,:|()[]{}".indexOf(c) < 0) {
            throw TemplateErrors.at(line, "the character \"" + c + "\" is not expected here.");
        }
        if ("([{".indexOf(c) >= 0) {
            open.add(c);
        } else if (")]}".indexOf(c) >= 0) {
            if (open.isEmpty() || ")]}".indexOf(c) != "([{".indexOf(open.remove(open.size() - 1))) {
                throw TemplateErrors.at(line, "a \"" + c + "\" closes nothing.");
            }
        }
        add(Token.Type.OPERATOR, String.valueOf(c));
        advance(position + 1);
    }

    /** What follows a closing delimiter: {@code -} drops white space, {@code +} keeps all, else one line break goes. */
    private void afterBlock(char sign) {
        if (sign == '-') {
            advance(skipSpace(position));
        } else if (sign != '+' && at(position) == '\n') {
            advance(position + 1);
        }
        lineStart = source.charAt(position - 1) == '\n';
    }

    private int skipSpace(int from) {
        int end = from;
        while (end < source.length() && Strings.isSpace(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private char at(int index) {
        return index < source.length() ? source.charAt(index) : 0;
    }

    private void advance(int to) {
        for (; position < to; position++) {
            if (source.charAt(position) == '\n') {
                line++;
            }
        }
    }

    private void add(Token.Type type, String text) {
        tokens.add(new Token(type, text, line));
    }
}
