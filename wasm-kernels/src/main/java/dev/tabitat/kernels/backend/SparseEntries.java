package dev.tabitat.kernels.backend;

/**
 * The entries of one sparse input.
 *
 * @param indices i32, one for each entry
 * @param values f32, as many
 */
record SparseEntries(Bytes indices, Bytes values) {

    int count() {
        return indices.words();
    }
}
