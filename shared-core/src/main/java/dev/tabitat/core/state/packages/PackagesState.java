package dev.tabitat.core.state.packages;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.packages.PackageName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which packages are there and which are to come; each map by {@code name:tag} in ascending order.
 *
 * @param installed the versions that answer
 * @param previous the versions that are kept beside them
 * @param begun downloads that began and did not end; their pieces are kept
 * @param places the queue of downloads; what is in it and not begun has fetched nothing yet
 * @param declined whether a person removed a package that is installed by itself
 * @param unlisted by digest in hexadecimal: versions that were removed, whose pieces may still be read
 */
public record PackagesState(Map<String, PackageVersion> installed, Map<String, PackageVersion> previous,
        Map<String, PackageVersion> begun, Map<String, QueuePlace> places, Map<String, Boolean> declined,
        Map<String, PackageVersion> unlisted) {

    static final PackagesState EMPTY = new PackagesState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    public PackagesState {
        installed = Collections.unmodifiableMap(new TreeMap<>(installed));
        previous = Collections.unmodifiableMap(new TreeMap<>(previous));
        begun = Collections.unmodifiableMap(new TreeMap<>(begun));
        places = Collections.unmodifiableMap(new TreeMap<>(places));
        declined = Collections.unmodifiableMap(new TreeMap<>(declined));
        unlisted = Collections.unmodifiableMap(new TreeMap<>(unlisted));
    }

    /** The names in the queue, in its order. */
    public List<String> queue() {
        List<String> names = new ArrayList<>(places.keySet());
        names.sort((a, b) -> Long.compare(places.get(a).order(), places.get(b).order()));
        return names;
    }

    public Optional<QueuePlace> place(PackageName name) {
        return Optional.ofNullable(places.get(name.toString()));
    }

    public boolean isDeclined(PackageName name) {
        return declined.getOrDefault(name.toString(), false);
    }

    /** Whether this version is installed or kept beside the one that is. */
    public boolean isKept(String name, Digest version) {
        return is(installed.get(name), version) || is(previous.get(name), version);
    }

    private static boolean is(PackageVersion there, Digest version) {
        return there != null && there.digest().equals(version);
    }

    /** The pieces of every installed package, kept version and download but those of this name. */
    public Set<Digest> piecesOfOthers(String except) {
        Set<Digest> pieces = new HashSet<>();
        for (Map<String, PackageVersion> part : List.of(installed, previous, begun)) {
            for (Map.Entry<String, PackageVersion> one : part.entrySet()) {
                if (!one.getKey().equals(except)) {
                    pieces.addAll(one.getValue().pieces().keySet());
                }
            }
        }
        return pieces;
    }

    /** The pieces of everything that is listed, and of what is unlisted but these versions. */
    Set<Digest> piecesWithout(Collection<Digest> versions) {
        Set<Digest> pieces = piecesOfOthers("");
        for (PackageVersion one : unlisted.values()) {
            if (!versions.contains(one.digest())) {
                pieces.addAll(one.pieces().keySet());
            }
        }
        return pieces;
    }

    /** The pieces of everything that is listed, and of what is unlisted. */
    public Set<Digest> allPieces() {
        return piecesWithout(List.of());
    }

    /** Digests of the blobs of everything that is listed or unlisted, in hexadecimal. */
    public Set<String> allBlobs() {
        Set<String> blobs = new HashSet<>();
        for (Map<String, PackageVersion> part : List.of(installed, previous, begun, unlisted)) {
            for (PackageVersion one : part.values()) {
                one.manifest().blobs().forEach(blob -> blobs.add(blob.digest().hex()));
            }
        }
        return blobs;
    }

    /** The names of which something differs from another state: what is installed, kept, begun or in the queue. */
    public Set<String> namesChangedSince(PackagesState before) {
        Set<String> names = new TreeSet<>(packagesChangedSince(before));
        names.addAll(differing(before.places, places));
        return names;
    }

    /** The names of which what is installed, kept or begun differs from another state. */
    public Set<String> packagesChangedSince(PackagesState before) {
        Set<String> names = new TreeSet<>(differing(before.installed, installed));
        names.addAll(differing(before.previous, previous));
        names.addAll(differing(before.begun, begun));
        return names;
    }

    private static <T> Set<String> differing(Map<String, T> before, Map<String, T> after) {
        Set<String> names = new TreeSet<>();
        Map<String, T> all = new HashMap<>(before);
        all.putAll(after);
        for (String name : all.keySet()) {
            T one = before.get(name);
            if (one == null || !one.equals(after.get(name))) {
                names.add(name);
            }
        }
        return names;
    }
}
