package dev.tabitat.web.view.documents;

import dev.tabitat.web.view.parts.Fields;

/**
 * The state of the documents screen.
 *
 * @param library the documents that are here
 * @param question what is asked, and where
 * @param found what it found
 * @param opened the document that is open
 * @param fields what is typed in the fields about protection and files, by field
 * @param hub the host of the hub that models can be added from; empty for none, or while it is not known
 */
record DocumentsState(Library library, Question question, Found found, Opened opened, Fields fields,
        String hub) {

    /** How many characters a passphrase has at least. */
    static final int MIN_PASSPHRASE_LENGTH = 8;

    static final DocumentsState FIRST = new DocumentsState(Library.UNKNOWN, Question.FIRST, Found.NOTHING, Opened.NONE,
            Fields.NONE, "");

    String field(String name) {
        return fields.get(name);
    }

    /** Whether the same long enough passphrase is typed in both fields. */
    boolean canProtect() {
        return field("new").length() >= MIN_PASSPHRASE_LENGTH && field("new").equals(field("again"));
    }
}
