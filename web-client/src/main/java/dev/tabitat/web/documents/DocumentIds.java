package dev.tabitat.web.documents;

import dev.tabitat.core.binary.Hex;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** Names of documents: random, so that they tell nothing of what they name; twenty letters of hexadecimal. */
final class DocumentIds {

    private static final int LETTERS = 20;

    private DocumentIds() {}

    static String next(byte[] random) {
        return Hex.encode(random);
    }

    static boolean isOne(String text) {
        if (text.length() != LETTERS) {
            return false;
        }
        for (int i = 0; i < LETTERS; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || Character.isUpperCase(text.charAt(i))
                    || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    /** @throws DamagedData when it is none */
    static String require(String text) {
        if (!isOne(text)) {
            throw new DamagedData("A document's name is damaged.", Finding.at("id")
                    .expected(LETTERS + " letters of hexadecimal").found(text.length() > 60 ? "a long text" : text));
        }
        return text;
    }
}
