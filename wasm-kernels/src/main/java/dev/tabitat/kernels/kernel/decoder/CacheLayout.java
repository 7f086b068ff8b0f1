package dev.tabitat.kernels.kernel.decoder;

/**
 * Where a sequence keeps keys and values of its layers, for the kernels that read and write them.
 *
 * <p>
 * A layer has a ring of slots, a multiple of four: position p lies in slot {@code p mod slots}. Keys and values of a
 * key-value head follow those of the head before:
 *
 * <pre>
 * keys   = f32[heads][slots / 4][width][4 slots]
 * values = f32[heads][slots][width]
 * step   = position:i32 layers:address
 * layer  = keys:address values:address slots:i32 window:i32 headsPerKey:i32 width:i32 scale:f32 padding:i32
 * </pre>
 *
 * {@code position} is that of the first token of the present step; {@code window} how many positions a token sees.
 */
public final class CacheLayout {

    /** Bytes of a step. */
    public static final int STEP_BYTES = 16;

    /** Bytes of the notes on a layer. */
    public static final int LAYER_BYTES = 32;

    /** A window that no sequence fills. */
    public static final int NO_WINDOW = Integer.MAX_VALUE;

    static final int POSITION = 0;
    static final int LAYERS = 4;

    static final int KEYS = 0;
    static final int VALUES = 4;
    static final int SLOTS = 8;
    static final int WINDOW = 12;
    static final int HEADS_PER_KEY = 16;
    static final int WIDTH = 20;
    static final int SCALE = 24;

    private CacheLayout() {
    }
}
