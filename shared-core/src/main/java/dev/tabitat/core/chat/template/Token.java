package dev.tabitat.core.chat.template;

/** A token of a template with its line. {@code text} is the decoded value of a string and the characters of others. */
record Token(Type type, String text, int line) {

    /** The kinds of tokens. */
    enum Type {
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        VARIABLE_BEGIN,
        VARIABLE_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Type expected, String expectedText) {
        return type == expected && text.equals(expectedText);
    }

    String shown() {
        return type == Type.END ? "the end of the template" : "\"" + text + "\"";
    }
}
