package dev.tabitat.core.importing;

/** Finds a text in the beginning of a JSON object that is too large to be read whole. */
final class JsonPrefix {

    private final byte[] bytes;
    private int at;

    private JsonPrefix(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The text that is member {@code inner} of the object {@code outer} of a JSON object.
     *
     * @param bytes its beginning
     * @return empty when these bytes have none
     */
    static String text(byte[] bytes, String outer, String inner) {
        JsonPrefix prefix = new JsonPrefix(bytes);
        return prefix.enter(outer) && prefix.enter(inner) && prefix.peek() == '"' ? prefix.string() : "";
    }

    /** Goes to the value of a member of the object that begins here. */
    private boolean enter(String name) {
        if (peek() != '{') {
            return false;
        }
        at++;
        while (peek() == '"') {
            boolean isWanted = string().equals(name);
            if (peek() != ':') {
                return false;
            }
            at++;
            if (isWanted) {
                return peek() != 0;
            }
            skip();
            if (peek() != ',') {
                return false;
            }
            at++;
        }
        return false;
    }

    /** The next byte that is no blank; 0 at the end. */
    private int peek() {
        while (at < bytes.length
                && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < bytes.length ? bytes[at] : 0;
    }

    /** A string, a character a byte and its escapes not resolved: what is asked for is ASCII without any. */
    private String string() {
        int start = ++at;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        int end = Math.min(at, bytes.length);
        at++;
        StringBuilder text = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            text.append((char) (bytes[i] & 0xFF));
        }
        return text.toString();
    }

    /** Passes over a value of any kind. */
    private void skip() {
        int depth = 0;
        for (int c = peek(); c != 0; c = peek()) {
            if (c == '"') {
                string();
            } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return;
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return;
            }
        }
    }
}
