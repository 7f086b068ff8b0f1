package dev.tabitat.core.importing;

import java.util.List;

/**
 * One set of files that has all weights of a model, of the several that a source may offer.
 *
 * @param format of the files
 * @param files in order; more than one where a model is split
 * @param quantization as the files' names say, such as {@code Q4_K_M}, {@code fp16} or {@code int8}; empty when they do
 * not
 * @param bytes of all files
 * @param isComplete whether all files are there that the names of these say there are
 */
record WeightVariant(WeightFormat format, List<ModelFile> files, String quantization, long bytes, boolean isComplete) {

    WeightVariant {
        files = List.copyOf(files);
    }

    /** The first file, which {@code addModel} is told to choose this variant. */
    String file() {
        return files.get(0).path();
    }
}
