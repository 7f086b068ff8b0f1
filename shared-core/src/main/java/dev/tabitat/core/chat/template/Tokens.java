package dev.tabitat.core.chat.template;

import java.util.List;

/** The tokens of a template in order, with the depth of nesting that the parser is at. */
final class Tokens {

    private final List<Token> tokens;
    private int position;
    private int depth;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(position);
    }

    Token peekSecond() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(position);
        if (position < tokens.size() - 1) {
            position++;
        }
        return token;
    }

    int line() {
        return peek().line();
    }

    /** The text of the token that was read last. */
    String last() {
        return tokens.get(position - 1).text();
    }

    boolean isOperator(String text) {
        return peek().is(Token.Type.OPERATOR, text);
    }

    boolean isName(String text) {
        return peek().is(Token.Type.NAME, text);
    }

    boolean skip(Token.Type type, String text) {
        if (!peek().is(type, text)) {
            return false;
        }
        next();
        return true;
    }

    void expect(Token.Type type, String text) {
        if (!skip(type, text)) {
            throw TemplateErrors.at(line(), "\"" + text + "\" was expected, " + peek().shown() + " was found.");
        }
    }

    void endBlock() {
        expect(Token.Type.BLOCK_END, "%}");
    }

    String name(String what) {
        if (peek().type() != Token.Type.NAME) {
            throw TemplateErrors.at(line(), what + " was expected, " + peek().shown() + " was found.");
        }
        return next().text();
    }

    void enter() {
        if (++depth > TemplateLimits.MAX_SOURCE_DEPTH) {
            throw TemplateErrors.at(line(),
                    "more than " + TemplateLimits.MAX_SOURCE_DEPTH + " brackets or blocks are inside each other.");
        }
    }

    void leave() {
        depth--;
    }
}
