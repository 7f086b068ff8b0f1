package dev.tabitat.core.hub;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.GitBlobId;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a repository, gathered from the pages of its tree.
 *
 * <pre>
 * page  = [ entry* ]
 * entry = {"type": "file" | "directory" | other, "path", "size", "oid": git id, "lfs"?: {"oid": sha256 in hex, "size", "pointerSize"}}
 * </pre>
 *
 * Entries of other types than files are passed over. An {@code oid} of {@code lfs} may begin with {@code sha256:}.
 */
public final class HubTree {

    /** Files that a repository may have. */
    public static final int MAX_FILES = 20_000;

    private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 8);

    private final List<HubFile> files = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();

    /**
     * Adds a page.
     *
     * @throws DamagedData when it is none, names a file twice, or a path that leads out of the repository
     * @throws OutOfBudget when the repository has more than {@link #MAX_FILES} files
     */
    public void add(byte[] page) {
        Json read = JsonReader.read(page, LIMITS);
        if (!(read instanceof JsonArray entries)) {
            throw new DamagedData("The hub's list of files is no list.",
                    Finding.at("tree").expected("an array of files").found(read.kind()));
        }
        for (JsonObject entry : entries.objects()) {
            if (entry.string("type").equals("file")) {
                add(file(entry));
            }
        }
    }

    private void add(HubFile file) {
        if (!paths.add(file.path())) {
            throw new DamagedData("The hub lists a file twice.",
                    Finding.at("tree").expected("each path once").found(file.path()));
        }
        if (files.size() == MAX_FILES) {
            throw new OutOfBudget("The repository has too many files.",
                    Finding.at("tree").expected("at most " + MAX_FILES + " files").found("more")
                            .remedy("Download the files that you need and add them from this device."));
        }
        files.add(file);
    }

    private static HubFile file(JsonObject entry) {
        String path = entry.string("path");
        if (!HubFile.isPath(path)) {
            throw new DamagedData("The hub lists a file that would lie outside of the repository.",
                    Finding.at("tree").expected("a relative path with slashes")
                            .found(path.length() > 200 ? path.length() + " characters" : "\"" + path + "\""));
        }
        Optional<Digest> sha256 = Optional.empty();
        long size = size(path, entry);
        if (entry.find("lfs").isPresent() && entry.find("lfs").get() instanceof JsonObject lfs) {
            String hex = lfs.string("oid");
            sha256 = Optional.of(Digest.parse(hex.startsWith("sha256:") ? hex : "sha256:" + hex));
            if (size(path, lfs) != size) {
                throw new DamagedData("The hub gives a file two lengths.",
                        Finding.at(path).expected(size + " bytes").found(lfs.integer("size") + " bytes"));
            }
        }
        return new HubFile(path, size, new GitBlobId(entry.string("oid")), sha256);
    }

    private static long size(String path, JsonObject entry) {
        long size = entry.integer("size");
        if (size < 0) {
            throw new DamagedData("A file's length is negative.", Finding.at(path).expected("0 or more").found(size));
        }
        return size;
    }

    /** The files so far, in the hub's order. */
    public List<HubFile> files() {
        return List.copyOf(files);
    }
}
