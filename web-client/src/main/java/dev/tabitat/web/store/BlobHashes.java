package dev.tabitat.web.store;

import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hashes of whole blobs whose pieces come in one after the other: each verified piece that follows the ones before is
 * hashed on its way in, so that it need not be read again. Pieces that come out of turn, that were there before this
 * tab or that are one for two places are left to whoever reads them.
 */
final class BlobHashes {

    /** Blobs that are remembered at once; the one that began first is forgotten, and read again when it is needed. */
    private static final int MOST = 32;

    private final Map<Descriptor, Begun> begun = new LinkedHashMap<>();

    /** A blob's hash so far. */
    static final class Begun {

        final Sha256 hash = new Sha256();
        /** How many pieces it covers, from the first on. */
        int pieces;
    }

    /** Hashes a piece that has verified, if it is its turn. */
    void add(Place place, byte[] piece) {
        Begun blob = begun.get(place.blob());
        if (blob == null && place.chunk() == 0) {
            blob = new Begun();
            begun.put(place.blob(), blob);
            if (begun.size() > MOST) {
                begun.remove(begun.keySet().iterator().next());
            }
        }
        if (blob != null && blob.pieces == place.chunk()) {
            blob.hash.update(piece);
            blob.pieces++;
        }
    }

    /** Hands over what is known of a blob, which is forgotten; of an unknown one a hash of nothing. */
    Begun take(Descriptor blob) {
        Begun known = begun.remove(blob);
        return known == null ? new Begun() : known;
    }
}
