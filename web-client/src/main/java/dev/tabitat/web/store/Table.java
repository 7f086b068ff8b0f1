package dev.tabitat.web.store;

/** The tables of the store; see the package's description. */
public enum Table {
    META,
    SETTINGS,
    CHUNKS,
    EXTENTS,
    DOWNLOADS,
    PACKAGES,
    LINEAGE,
    LEDGER,
    CATALOG,
    DECISIONS,
    DOCUMENTS,
    DRAFTS;

    /** Whether the values are bytes; else they are text. */
    public boolean isBinary() {
        return this == CHUNKS || this == DOCUMENTS || this == DRAFTS;
    }

    /** @throws IllegalArgumentException when there is no table of this name */
    static Table of(String id) {
        for (Table table : values()) {
            if (table.id().equals(id)) {
                return table;
            }
        }
        throw new IllegalArgumentException("no table " + id);
    }

    /** The name in the database. */
    public String id() {
        return switch (this) {
            case META -> "meta";
            case SETTINGS -> "settings";
            case CHUNKS -> "chunks";
            case EXTENTS -> "extents";
            case DOWNLOADS -> "downloads";
            case PACKAGES -> "packages";
            case LINEAGE -> "lineage";
            case LEDGER -> "ledger";
            case CATALOG -> "catalog";
            case DECISIONS -> "decisions";
            case DOCUMENTS -> "documents";
            case DRAFTS -> "drafts";
        };
    }
}
