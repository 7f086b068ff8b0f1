package dev.tabitat.core.error;

/** Two sound things do not belong together: another tensor layout, tokenizer or base. */
public final class Incompatible extends TabitatException {

    public Incompatible(String message, Finding finding) {
        super("incompatible", message, finding);
    }
}
