package dev.tabitat.core.tokenizer.text;

/** Reads the numbers of {@link BertTables} and {@link CharacterTables}. */
final class TableReader {

    private final String table;
    private int at;

    TableReader(String table) {
        this.table = table;
    }

    int length() {
        return table.length();
    }

    boolean more() {
        return at < table.length();
    }

    int number() {
        int value = 0;
        int shift = 0;
        int digit;
        do {
            digit = table.charAt(at++) - 35;
            value |= (digit & 31) << shift;
            shift += 5;
        } while (digit > 31);
        return value;
    }

    int signed() {
        int value = number();
        return (value & 1) == 0 ? value >>> 1 : -(value >>> 1) - 1;
    }
}
