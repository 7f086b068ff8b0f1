package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.fetch.Catalog;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where packages come from. A package is known by the name in its manifest; the repository in which it lies may have a
 * namespace before that name, and is remembered with the registry: for a download until it ends, for an installed
 * package until it is removed.
 */
public final class Sources {

    private static final String INSTALLED = "source/";
    private static final String PLANNED = "planned-source/";

    private final TabStore store;
    private final Map<String, List<Catalog.Offered>> offered = new LinkedHashMap<>();

    Sources(TabStore store) {
        this.store = store;
    }

    /**
     * @param registry its origin; empty for the host of the page
     * @param repository the path in the registry
     */
    public record Source(String registry, String repository) {

        private String record() {
            return JsonObject.of("registry", registry, "repository", repository).toString();
        }

        private static Optional<Source> read(String record) {
            try {
                JsonObject json = JsonReader.readObject(record, JsonLimits.DEFAULT);
                return Optional.of(new Source(json.string("registry"), json.string("repository")));
            } catch (TabitatException malformed) {
                return Optional.empty();
            }
        }
    }

    /** Notes what a registry offers now. */
    void offers(String registry, Catalog catalog) {
        offered.put(registry, catalog.offered());
    }

    /** Remembers where a package that is to be downloaded lies. */
    void plan(PackageName name, Source source) {
        store.set(PLANNED + name, source.record());
    }

    /** Remembers where a package that was installed came from. */
    void installed(PackageName name, Source source) {
        store.unset(PLANNED + name);
        if (source.equals(new Source("", name.name()))) {
            store.unset(INSTALLED + name);
        } else {
            store.set(INSTALLED + name, source.record());
        }
    }

    void forget(PackageName name) {
        store.unset(PLANNED + name);
        store.unset(INSTALLED + name);
    }

    /** Where an installed package came from; of one that came from nowhere else, the host of the page. */
    Source of(PackageName name) {
        return store.setting(INSTALLED + name).flatMap(Source::read).orElse(new Source("", name.name()));
    }

    /** The installed package that came from a place. */
    Optional<PackageName> installedFrom(String registry, PackageName place) {
        for (Map.Entry<String, String> one : store.settings(INSTALLED).entrySet()) {
            PackageName name = PackageName.parse(one.getKey().substring(INSTALLED.length()));
            if (name.mayLieAt(place)
                    && Source.read(one.getValue()).filter(new Source(registry, place.name())::equals).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /**
     * The repository of a registry in which a package lies: as it was planned, as the registry's catalogue has it, as
     * it was installed, else the package's own name.
     *
     * @throws InvalidInput when the catalogue has it in several
     */
    String repository(PackageName name, String registry) {
        Optional<Source> planned = store.setting(PLANNED + name).flatMap(Source::read)
                .filter(source -> source.registry.equals(registry));
        if (planned.isPresent()) {
            return planned.get().repository;
        }
        Source installed = of(name);
        List<String> places = offered.getOrDefault(registry, List.of()).stream()
                .filter(one -> one.found().name().equals(name.toString())).map(one -> one.place().name()).distinct()
                .toList();
        boolean isKnown = installed.registry.equals(registry)
                && (places.isEmpty() || places.contains(installed.repository));
        if (isKnown || places.isEmpty() || places.contains(name.name())) {
            return isKnown ? installed.repository : name.name();
        }
        if (places.size() > 1) {
            throw new InvalidInput("Several repositories of this registry have a package of this name.",
                    Finding.at("name").expected("one of " + places + ", with the tag " + name.tag()).found(name)
                            .remedy("Name the repository too."));
        }
        return places.get(0);
    }

    /** What another registry's catalogue, read in this tab, has of an installed package that came from there. */
    Optional<StoredPackage> offeredAtSource(PackageName name) {
        Source source = of(name);
        return offered.getOrDefault(source.registry, List.of()).stream()
                .filter(one -> one.place().name().equals(source.repository)
                        && one.found().name().equals(name.toString()))
                .map(Catalog.Offered::found).findFirst();
    }
}
