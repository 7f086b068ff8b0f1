package dev.tabitat.web.store;

import dev.tabitat.core.state.packages.QueuePlace;

/**
 * From layout 1 to 2: downloads have a place in a queue, and packages may have a version kept beside them. Downloads
 * that began under layout 1 wait there until the person lets them go on.
 */
final class QueuedDownloads implements Migration {

    @Override
    public void plan(RecordStore records, Batch batch) {
        long place = 0;
        for (String name : records.keys(Table.DOWNLOADS)) {
            batch.put(Table.SETTINGS, QueuePlace.KEY + name, new QueuePlace(place++, true, false, "").record());
        }
    }
}
