package dev.tabitat.core.error;

/** Bytes are not what they claim to be: a wrong digest, a truncated file, a broken grammar. Fetch them again. */
public final class DamagedData extends TabitatException {

    public DamagedData(String message, Finding finding) {
        super("damaged_data", message, finding);
    }
}
