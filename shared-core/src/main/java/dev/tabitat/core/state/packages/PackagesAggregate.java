package dev.tabitat.core.state.packages;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.ForeignMark;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of packages and downloads: tables {@code packages} and {@code downloads} by name, settings
 * {@code download/<name>} (places in the queue) and {@code declined/<name>} ({@code yes} or {@code no}), and
 * {@code unlisted/<digest>} in {@code meta}.
 */
public final class PackagesAggregate implements Aggregate<PackagesState> {

    static final String PACKAGES = "packages";
    static final String DOWNLOADS = "downloads";
    static final String SETTINGS = "settings";
    static final String META = "meta";
    /** How often packages were changed, by any version of the app. */
    public static final String GENERATION = "generation";
    static final String DECLINED = "declined/";
    static final String UNLISTED = "unlisted/";

    @Override
    public String name() {
        return "packages";
    }

    @Override
    public List<RecordRange> ranges() {
        return List.of(new RecordRange(PACKAGES, ""), new RecordRange(DOWNLOADS, ""),
                new RecordRange(SETTINGS, QueuePlace.KEY), new RecordRange(SETTINGS, DECLINED),
                new RecordRange(META, UNLISTED));
    }

    @Override
    public Optional<ForeignMark> foreignMark() {
        return Optional.of(new ForeignMark(META, GENERATION, true));
    }

    @Override
    public PackagesState empty() {
        return PackagesState.EMPTY;
    }

    @Override
    public PackagesState apply(PackagesState state, List<RecordChange> changes) {
        Parts parts = new Parts(state);
        for (RecordChange change : changes) {
            parts.apply(change);
        }
        return parts.state();
    }

    /** A state in the making. */
    private static final class Parts {

        private final Map<String, PackageVersion> installed;
        private final Map<String, PackageVersion> previous;
        private final Map<String, PackageVersion> begun;
        private final Map<String, QueuePlace> places;
        private final Map<String, Boolean> declined;
        private final Map<String, PackageVersion> unlisted;

        Parts(PackagesState state) {
            installed = new TreeMap<>(state.installed());
            previous = new TreeMap<>(state.previous());
            begun = new TreeMap<>(state.begun());
            places = new TreeMap<>(state.places());
            declined = new TreeMap<>(state.declined());
            unlisted = new TreeMap<>(state.unlisted());
        }

        PackagesState state() {
            return new PackagesState(installed, previous, begun, places, declined, unlisted);
        }

        void apply(RecordChange change) {
            String key = change.key();
            Optional<String> text = change.text();
            switch (change.table()) {
                case PACKAGES -> {
                    put(installed, key, text.map(record -> PackageVersion.read(record, key)));
                    put(previous, key, text.flatMap(record -> PackageVersion.readPrevious(record, key)));
                }
                case DOWNLOADS -> put(begun, key, text.map(record -> PackageVersion.read(record, key)));
                case SETTINGS -> setting(key, text);
                case META -> {
                    if (key.startsWith(UNLISTED)) {
                        put(unlisted, key.substring(UNLISTED.length()),
                                text.map(record -> PackageVersion.read(record, key)));
                    }
                }
                default -> {
                }
            }
        }

        private void setting(String key, Optional<String> text) {
            if (key.startsWith(QueuePlace.KEY)) {
                put(places, key.substring(QueuePlace.KEY.length()), text.flatMap(Parts::readable));
            } else if (key.startsWith(DECLINED)) {
                put(declined, key.substring(DECLINED.length()), text.map("yes"::equals));
            }
        }

        /** A place that cannot be read is none: the download can be asked for again. */
        private static Optional<QueuePlace> readable(String record) {
            try {
                return Optional.of(QueuePlace.read(record));
            } catch (TabitatException malformed) {
                return Optional.empty();
            }
        }

        private static <T> void put(Map<String, T> map, String key, Optional<T> value) {
            if (value.isPresent()) {
                map.put(key, value.get());
            } else {
                map.remove(key);
            }
        }
    }
}
