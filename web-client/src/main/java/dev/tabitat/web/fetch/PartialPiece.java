package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.Arrays;
import java.util.Optional;

/**
 * The beginning of a piece whose line broke, kept in memory until the rest comes: over a line that breaks often no
 * piece came whole otherwise.
 */
final class PartialPiece {

    /** Less than this is fetched again: it is no progress. */
    static final int MIN_BYTES = 1 << 16;

    private Optional<Digest> digest = Optional.empty();
    private byte[] bytes = {};

    /** What is kept of a piece; empty where nothing is. */
    byte[] of(Place place) {
        return digest.filter(place.digest()::equals).isPresent() ? bytes : new byte[0];
    }

    /** Keeps the first bytes of a piece, unless they are few or fewer than before. */
    void keep(Place place, byte[] piece, int filled) {
        if (filled >= MIN_BYTES && filled > of(place).length) {
            digest = Optional.of(place.digest());
            bytes = Arrays.copyOf(piece, filled);
        }
    }

    /** Forgets a piece that came, or came damaged. */
    void forget(Place place) {
        if (digest.filter(place.digest()::equals).isPresent()) {
            digest = Optional.empty();
            bytes = new byte[0];
        }
    }
}
