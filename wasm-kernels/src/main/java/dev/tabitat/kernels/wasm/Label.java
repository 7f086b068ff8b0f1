package dev.tabitat.kernels.wasm;

/** The target of branches out of a block, or to the start of a loop; valid while that block is being written. */
public final class Label {

    final int depth;

    Label(int depth) {
        this.depth = depth;
    }
}
