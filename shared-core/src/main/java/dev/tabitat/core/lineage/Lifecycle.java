package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/** Where a model stands between a first draft and the archive. */
public enum Lifecycle implements Identified {
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

    @Override
    public String id() {
        return id;
    }

    static Lifecycle parse(String id, String where) {
        return Ids.parse(values(), id, where,
                finding -> new DamagedData("There is no such state of a model.", finding));
    }
}
