package dev.tabitat.kernels.decoder;

import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.kernels.backend.Bytes;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.kernel.decoder.CacheLayout;
import dev.tabitat.kernels.kernel.decoder.DecoderLibrary;

/**
 * Keys and values of one sequence in kernel memory, in one region: a {@link CacheLayout} of every layer. Layers with a
 * window keep as many positions as it has and those of one step.
 */
final class KernelCache {

    private final KernelMemory memory;
    private final DecoderSpec spec;
    private final Region region;
    private final int capacity;
    private int leastSlots = Integer.MAX_VALUE;

    /** @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is taken then */
    KernelCache(KernelMemory memory, DecoderSpec spec, int capacity) {
        this.memory = memory;
        this.spec = spec;
        this.capacity = capacity;
        long bytes = layersBytes();
        for (DecoderSpec.Layer layer : spec.layers()) {
            bytes += 2 * sideBytes(layer);
        }
        region = memory.take(bytes, "the context of a model");
        writeLayers();
    }

    private void writeLayers() {
        int[] words = new int[spec.layers().size() * CacheLayout.LAYER_BYTES / 4];
        long at = region.address() + layersBytes();
        for (int i = 0; i < spec.layers().size(); i++) {
            DecoderSpec.Layer layer = spec.layers().get(i);
            int word = i * CacheLayout.LAYER_BYTES / 4;
            words[word] = (int) at;
            words[word + 1] = (int) (at + sideBytes(layer));
            words[word + 2] = slots(layer);
            words[word + 3] = layer.window() > 0 ? layer.window() : CacheLayout.NO_WINDOW;
            words[word + 4] = spec.heads() / spec.keyValueHeads();
            words[word + 5] = spec.headWidth();
            words[word + 6] = Float.floatToIntBits(spec.multipliers().attention());
            at += 2 * sideBytes(layer);
            leastSlots = Math.min(leastSlots, slots(layer));
        }
        byte[] bytes = Bytes.ofWords(words).data();
        memory.host().write(region.address(), bytes, 0, bytes.length);
    }

    private long layersBytes() {
        return KernelMemory.aligned((long) spec.layers().size() * CacheLayout.LAYER_BYTES);
    }

    /** Bytes of the keys of a layer, and of its values. */
    private long sideBytes(DecoderSpec.Layer layer) {
        return KernelMemory.aligned(4L * slots(layer) * spec.keyValueWidth());
    }

    private int slots(DecoderSpec.Layer layer) {
        int positions = layer.window() == 0 ? capacity
                : (int) Math.min(capacity, (long) layer.window() + DecoderBuffers.MAX_TOKENS);
        return positions + 3 & -4;
    }

    /** The address of the notes on layers. */
    int layers() {
        return region.address();
    }

    /** The fewest positions that a layer keeps. */
    int leastSlots() {
        return leastSlots;
    }

    /** A copy of all keys and values. @param kernels of decoders */
    KernelCache copy(KernelModule kernels) {
        KernelCache copy = new KernelCache(memory, spec, capacity);
        int skipped = (int) layersBytes();
        kernels.call(DecoderLibrary.COPY, copy.region.address() + skipped, region.address() + skipped,
                region.bytes() - skipped);
        return copy;
    }

    long bytes() {
        return region.bytes();
    }

    void free() {
        memory.giveBack(region);
    }
}
