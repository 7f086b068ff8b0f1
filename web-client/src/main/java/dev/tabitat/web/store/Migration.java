package dev.tabitat.web.store;

/** Takes a store of one layout version to the next. */
@FunctionalInterface
public interface Migration {

    /**
     * Adds the changes to a batch, which is applied together with the new version number.
     *
     * @param records the store as the older version left it
     */
    void plan(RecordStore records, Batch batch);
}
