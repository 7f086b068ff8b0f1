package dev.tabitat.web.engine;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.routing.RoutingAggregate;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.downloads.Downloads;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.engine.routing.Targets;
import dev.tabitat.web.engine.trust.Keys;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.LineageStore;
import dev.tabitat.web.worker.Outbox;
import java.util.Optional;

/**
 * What other tabs and workers announce: changes of an aggregate that are not known here are read by revision, and the
 * page receives them like changes of its own; everything else is passed on to the page.
 */
final class OtherTabs {

    private final Packages packages;
    private final Downloads downloads;
    private final Keys keys;
    private final Targets targets;
    private final LineageStore lineage;
    private final Ledger ledger;
    private final Outbox outbox;

    OtherTabs(Packages packages, Downloads downloads, Keys keys, Targets targets, LineageStore lineage, Ledger ledger,
            Outbox outbox) {
        this.packages = packages;
        this.downloads = downloads;
        this.keys = keys;
        this.targets = targets;
        this.lineage = lineage;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    void announced(String announcement) {
        Announcement said = Announcement.read(announcement);
        if (said.topic().equals(Topic.QUEUE)) {
            downloads.catchUp(said.revision());
        } else if (!isFollowed(said)) {
            outbox.send(new FromEngine.Event(said.topic(), body(said)), Optional.empty());
        }
    }

    /** @return whether the page has been told what changed, or knew it */
    private boolean isFollowed(Announcement said) {
        return switch (said.topic()) {
            case Topic.STORE -> isStoreFollowed(said);
            case Topic.ROUTING -> isRoutingFollowed(said);
            case Topic.LINEAGE -> said.isOf(Announcement.LINEAGE) && lineage.knows(said.revision());
            // The worker of documents tells the page what they are now.
            case Topic.DOCUMENTS -> !said.aggregate().isEmpty();
            default -> false;
        };
    }

    /** The log of decisions is read by its list; everything else of routing is one aggregate. */
    private boolean isRoutingFollowed(Announcement said) {
        if (!said.isOf(RoutingAggregate.NAME) && !said.aggregate().isEmpty()) {
            return false;
        }
        try {
            targets.catchUp(said.revision());
            return !said.aggregate().isEmpty();
        } catch (TabitatException notNow) {
            // What cannot be read now is read with the next question: the page asks again.
            return false;
        }
    }

    private boolean isStoreFollowed(Announcement said) {
        boolean isOfKeys = said.isOf(Keys.AGGREGATE);
        if (isOfKeys || said.aggregate().isEmpty()) {
            try {
                keys.catchUp(said.revision());
            } catch (TabitatException notNow) {
                // What cannot be read now is read with the next question: the page asks again.
                return false;
            }
        }
        return isOfKeys || packages.catchUp(said.revision());
    }

    private JsonObject body(Announcement said) {
        if (said.topic().equals(Topic.LEDGER)) {
            return ledger.sums();
        }
        if (!said.aggregate().isEmpty() && !said.topic().equals(Topic.LINEAGE)) {
            return JsonObject.of(Announcement.AGGREGATE, said.aggregate(), Announcement.REVISION, said.revision());
        }
        return said.topic().equals(Topic.LINEAGE) ? JsonObject.of(Announcement.LENGTH, lineage.length())
                : JsonObject.EMPTY;
    }
}
