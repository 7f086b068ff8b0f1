package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.store.TabStore;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The lease of the tab that downloads a package, in the store: a number that grows while bytes come and while the tab
 * waits as it has declared (until the time of a server's Retry-After, or until the next try). Tabs that wait for the
 * package take a renewal for progress, so that they wait as long as the download may legitimately take, and give up on
 * a tab that hangs.
 */
public final class DownloadLease {

    /**
     * How often a lease is renewed at most, in milliseconds; several times within the minute after which other tabs
     * give up.
     */
    static final int RENEWAL_MILLIS = 15_000;

    private static final String KEY = "lease/";

    private final TabStore store;
    private final StorageEnvironment environment;

    DownloadLease(TabStore store, StorageEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    /** How often the lease on a package was renewed; 0 where no tab has needed to. */
    long renewals(String packageName) {
        return store.setting(KEY + packageName).map(DownloadLease::number).orElse(0L);
    }

    private static long number(String record) {
        try {
            return Long.parseLong(record);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    /** Takes the lease of a package, for a tab that holds the lock on it. */
    Held hold(String packageName) {
        return new Held(packageName);
    }

    /** A lease in the hands of the tab that downloads; the pace of that download, whose pauses renew it. */
    final class Held implements DownloadClock {

        private final String packageName;
        private double renewedMillis = environment.millis();
        private boolean isWritten;

        private Held(String packageName) {
            this.packageName = packageName;
        }

        /** The same listener, each of whose reports renews the lease: bytes came, or a wait was declared. */
        Progress.Listener renewing(Progress.Listener listener) {
            return progress -> {
                renewWhenDue();
                listener.report(progress);
            };
        }

        private void renewWhenDue() {
            if (environment.millis() - renewedMillis < RENEWAL_MILLIS) {
                return;
            }
            renewedMillis = environment.millis();
            isWritten = true;
            write(now -> Optional.of(Long.toString(now.map(DownloadLease::number).orElse(0L) + 1)));
        }

        /**
         * Without the lease other tabs only give up sooner, so that a store which refuses it does not end the download.
         */
        private void write(UnaryOperator<Optional<String>> change) {
            try {
                store.change(KEY + packageName, change);
            } catch (TabitatException notNow) {
                isWritten = false;
            }
        }

        /** Gives the lease back. */
        void end() {
            if (isWritten) {
                write(now -> Optional.empty());
            }
        }

        @Override
        public double millis() {
            return environment.millis();
        }

        @Override
        public double wallMillis() {
            return environment.wallMillis();
        }

        @Override
        public double chance() {
            return environment.chance();
        }

        @Override
        public void pause(int millis, CancellationToken stop) {
            for (int left = millis; left > 0 && !stop.isRequested(); left -= RENEWAL_MILLIS) {
                environment.pause(Math.min(left, RENEWAL_MILLIS), stop);
                renewWhenDue();
            }
        }
    }
}
