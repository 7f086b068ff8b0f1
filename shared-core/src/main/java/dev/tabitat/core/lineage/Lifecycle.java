package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** Where a model stands between a first draft and the archive. */
public enum Lifecycle {
    /** Described, not built. */
    DRAFT("draft"),
    /** Built and being evaluated. */
    LAB("lab"),
    /** Answers beside the champion; its answers are not shown. */
    SHADOW("shadow"),
    /** Answers a small share. */
    CANARY("canary"),
    /** Answers the task that it declares. */
    SPECIALIST("specialist"),
    /** The best for its task; others are compared with it. */
    CHAMPION("champion"),
    /** No longer here; its record stays. */
    ARCHIVED("archived"),
    /** Withdrawn by its keeper. */
    RETIRED("retired"),
    /** Set aside because something is wrong with it. */
    QUARANTINED("quarantined");

    private final String id;

    Lifecycle(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    static Lifecycle parse(String id, String where) {
        for (Lifecycle state : values()) {
            if (state.id.equals(id)) {
                return state;
            }
        }
        throw new DamagedData("There is no such state of a model.", Finding.at(where)
                .expected("draft, lab, shadow, canary, specialist, champion, archived, retired or quarantined")
                .found(id));
    }
}
