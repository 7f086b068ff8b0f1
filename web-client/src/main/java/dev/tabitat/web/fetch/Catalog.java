package dev.tabitat.web.fetch;

import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;
import java.util.Optional;

/**
 * What a registry offers.
 *
 * @param offered packages that can be installed
 * @param unusable places that hold something else, or could not be read
 * @param incomplete why the list ends early, as a sentence; empty when it is whole
 */
public record Catalog(List<Offered> offered, List<Unusable> unusable, Optional<String> incomplete) {

    public Catalog {
        offered = List.copyOf(offered);
        unusable = List.copyOf(unusable);
    }

    /** The packages, without where they lie. */
    public List<StoredPackage> packages() {
        return offered.stream().map(Offered::found).toList();
    }

    /** A package and the place where it lies: its repository and tag. */
    public record Offered(PackageName place, StoredPackage found) {}

    /**
     * A place whose content cannot be installed.
     *
     * @param place {@code repository:tag}, or a repository alone when its tags could not be read
     * @param reason one or two sentences
     */
    public record Unusable(String place, String reason) {}
}
