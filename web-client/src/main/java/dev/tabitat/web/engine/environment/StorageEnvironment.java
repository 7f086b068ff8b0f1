package dev.tabitat.web.engine.environment;

import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.HostSource;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.store.ClockAndRandom;
import dev.tabitat.web.store.ReadLocks;
import java.util.OptionalLong;

/**
 * The environment of package storage and downloads, as the browser has it: the clock, the network, the storage and the
 * other tabs.
 */
public interface StorageEnvironment extends ClockAndRandom, DownloadClock, CrossTabLock.Tab {

    /** Nanoseconds on a clock that never goes back. */
    long nanos();

    /** A lock for the fibers of this tab. */
    default FairLock fairLock() {
        return new FairLock();
    }

    /** Whether the browser believes that there is a network. */
    boolean isOnline();

    /** What the browser says about the line. */
    Line line();

    /**
     * @param savesData whether the person asked to save data
     * @param isMetered whether bytes cost money
     */
    record Line(boolean savesData, boolean isMetered) {

        public boolean isCostly() {
            return savesData || isMetered;
        }

        public String words() {
            return savesData ? "data saver" : "a mobile network";
        }
    }

    /** The host that served the page. */
    ByteSource host();

    /** Notifies of the person's session at the host from now on. */
    void watchSession(HostSource.Session session);

    /**
     * An OCI registry of another origin, with the origins that the host of the page names for it.
     *
     * @param origin scheme, host and port without a slash at the end
     * @param traffic is notified of requests for tokens
     */
    ByteSource registry(String origin, Traffic traffic);

    /** What the host says about the origins of registries and endpoints; empty where it says nothing. */
    Hosting hosting();

    /** Notifies the other tabs of a change, by {@link dev.tabitat.web.protocol.Topic}. */
    void announce(String topic);

    /** Locks by which packages stay in the store while this or another tab reads them; asked for once. */
    default ReadLocks readLocks() {
        return ReadLocks.local();
    }

    /** How much the browser stores and may store. */
    Storage storage();

    /**
     * @param usageBytes what this site stores, where reported by the browser
     * @param quotaBytes what it may store
     * @param isPersisted whether the browser keeps it until the person deletes it
     */
    record Storage(OptionalLong usageBytes, OptionalLong quotaBytes, boolean isPersisted) {

        public OptionalLong freeBytes() {
            return usageBytes.isPresent() && quotaBytes.isPresent()
                    ? OptionalLong.of(Math.max(0, quotaBytes.getAsLong() - usageBytes.getAsLong()))
                    : OptionalLong.empty();
        }
    }
}
