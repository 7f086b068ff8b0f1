package dev.tabitat.core.state;

/**
 * Records that belong to an aggregate: those of a table whose keys begin so.
 *
 * @param prefix of the keys; empty for the whole table
 */
public record RecordRange(String table, String prefix) {

    public boolean contains(String otherTable, String key) {
        return table.equals(otherTable) && key.startsWith(prefix);
    }
}
