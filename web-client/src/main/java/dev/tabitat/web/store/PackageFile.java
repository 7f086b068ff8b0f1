package dev.tabitat.web.store;

import dev.tabitat.core.format.Slices;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.List;

/** A file of a package that is read in parts; the piece that was read last stays in memory. Reading may wait. */
final class PackageFile implements Slices {

    /** Reads pieces of the file and verifies them. */
    @FunctionalInterface
    interface Reader {
        List<byte[]> read(List<Place> places);
    }

    private final List<Place> places;
    private final long length;
    private final Reader reader;
    private int last = -1;
    private byte[] lastPiece = {};

    /** @param places of all pieces, in order */
    PackageFile(List<Place> places, long length, Reader reader) {
        this.places = places;
        this.length = length;
        this.reader = reader;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] read(long offset, int count) {
        byte[] part = new byte[count];
        if (count == 0) {
            return part;
        }
        int first = find(offset);
        int end = first;
        while (end < places.size() && places.get(end).offset() < offset + count) {
            end++;
        }
        int done = 0;
        if (first == last) {
            done = copy(places.get(first), lastPiece, part, offset, 0);
            first++;
        }
        if (first < end) {
            List<Place> some = new ArrayList<>(places.subList(first, end));
            List<byte[]> read = reader.read(some);
            for (int i = 0; i < some.size(); i++) {
                done = copy(some.get(i), read.get(i), part, offset, done);
            }
            last = end - 1;
            lastPiece = read.get(read.size() - 1);
        }
        return part;
    }

    /** The piece that has this byte. */
    private int find(long offset) {
        int low = 0;
        int high = places.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (places.get(middle).offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static int copy(Place place, byte[] piece, byte[] into, long offset, int done) {
        int from = (int) (offset + done - place.offset());
        int some = Math.min(piece.length - from, into.length - done);
        System.arraycopy(piece, from, into, done, some);
        return done + some;
    }
}
