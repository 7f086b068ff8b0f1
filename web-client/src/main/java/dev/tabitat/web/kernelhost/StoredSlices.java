package dev.tabitat.web.kernelhost;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Slices;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;

/** A blob of a stored package that is read in parts, each verified. */
record StoredSlices(PackageStore packages, StoredPackage stored, Digest blob, long length) implements Slices {

    @Override
    public byte[] read(long offset, int length) {
        return packages.part(stored, blob, offset, length);
    }
}
