package dev.tabitat.core.importing;

import dev.tabitat.core.format.Slices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a model at its source: a repository of a hub, a folder that was dropped, a package of a registry. */
public interface ModelFiles {

    /** All files, in any order; each path once. */
    List<ModelFile> list();

    /** Opens one of them for reading in parts, which may wait for the network. */
    Slices open(String path);

    /** Files that are in memory, or can be read in parts, by their paths. */
    static ModelFiles of(Map<String, Slices> files) {
        return new Given(files);
    }

    /**
     * Files by their paths.
     *
     * @param files not changed after this
     */
    record Given(Map<String, Slices> files) implements ModelFiles {

        public Given {
            files = new LinkedHashMap<>(files);
        }

        @Override
        public List<ModelFile> list() {
            List<ModelFile> list = new ArrayList<>();
            for (Map.Entry<String, Slices> file : files.entrySet()) {
                list.add(new ModelFile(file.getKey(), file.getValue().length(), Optional.empty()));
            }
            return list;
        }

        @Override
        public Slices open(String path) {
            return files.get(path);
        }
    }
}
