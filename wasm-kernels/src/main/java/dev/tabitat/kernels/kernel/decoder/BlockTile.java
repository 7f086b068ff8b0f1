package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4;
import dev.tabitat.kernels.wasm.I32x4Variable;

/**
 * One panel of outputs for some tokens: records, bytes between tokens there, the panel, y, bytes between tokens there,
 * blocks, whether to add to what y holds.
 */
final class BlockTile {

    static final FunctionType TYPE = FunctionType.takingI32(7);

    /** Vectors of four outputs. */
    static final int VECTORS = BlockFormat.PANEL / 4;

    private final FunctionBuilder f;
    private final BlockFormat format;
    private final int tokens;
    private final I32Variable weights;
    private final I32Variable[] records;
    private final F32x4Variable[] totals;
    private final F32x4Variable[] headScales;
    private final F32x4Variable[] headMinima;
    private final F32x4Variable[] scales;
    private final F32x4Variable[] minima;
    private final I32x4Variable[] sums;
    private final BlockProducts products;

    BlockTile(FunctionBuilder f, BlockFormat format, BlockDot dot, int tokens) {
        this.f = f;
        this.format = format;
        this.tokens = tokens;
        weights = f.parameter(2);
        records = f.localsI32(tokens);
        totals = f.localsF32x4(tokens * VECTORS);
        scales = f.localsF32x4(VECTORS);
        minima = f.localsF32x4(format.minimum() == BlockFormat.Minimum.NONE ? 0 : VECTORS);
        headScales = f.localsF32x4(format.hasHead() ? VECTORS : 0);
        headMinima = f.localsF32x4(format.hasHead() ? minima.length : 0);
        sums = f.localsI32x4(tokens * VECTORS);
        products = new BlockProducts(f, format, dot, weights, records, sums);
    }

    void write() {
        I32Variable blocks = f.parameter(5);
        records[0].set(f.parameter(0));
        for (int t = 1; t < tokens; t++) {
            records[t].set(records[t - 1].plus(f.parameter(1)));
        }
        if (format.hasHead()) {
            I32Variable left = f.localI32();
            f.until(blocks.isZero(), () -> {
                readHead();
                left.set(8);
                f.until(left.isZero(), () -> {
                    block();
                    left.add(-1);
                });
                blocks.add(-8);
            });
        } else {
            f.until(blocks.isZero(), () -> {
                block();
                blocks.add(-1);
            });
        }
        finish();
    }

    private void readHead() {
        for (int v = 0; v < VECTORS; v++) {
            headScales[v].set(Halves.four(weights, 8 * v));
        }
        for (int v = 0; v < headMinima.length; v++) {
            headMinima[v].set(Halves.four(weights, 2 * BlockFormat.PANEL + 8 * v));
        }
        weights.add(format.headBytes());
    }

    private void block() {
        for (int part = 0; part < format.parts(); part++) {
            readScales(part);
            products.write(part);
            for (int t = 0; t < tokens; t++) {
                F32x4 step = records[t].loadWordInAllLanes(QuantizeBlocks.STEP).asF32x4();
                F32x4 stepTimesSum = records[t].loadWordInAllLanes(QuantizeBlocks.STEP_TIMES_SUM).asF32x4();
                for (int v = 0; v < VECTORS; v++) {
                    F32x4Variable total = totals[t * VECTORS + v];
                    F32x4 product = sums[t * VECTORS + v].toF32x4().times(scales[v].times(step));
                    total.set(switch (format.minimum()) {
                        case NONE -> total.plus(product);
                        case ADDED -> total.plus(product.plus(minima[v].times(stepTimesSum)));
                        case SUBTRACTED -> total.plus(product.minus(minima[v].times(stepTimesSum)));
                    });
                }
            }
        }
        weights.add(format.blockBytes());
        for (I32Variable record : records) {
            record.add(QuantizeBlocks.RECORD_BYTES);
        }
    }

    private void readScales(int part) {
        for (int v = 0; v < VECTORS; v++) {
            if (format.hasHead()) {
                I32x4 scale = format.parts() == 2
                        ? weights.loadFourI8(BlockFormat.PANEL * part + 4 * v).firstEight().firstFour()
                        : unsigned(weights, 4 * v);
                scales[v].set(headScales[v].times(scale.toF32x4()));
            } else {
                scales[v].set(Halves.four(weights, 8 * v));
            }
        }
        for (int v = 0; v < minima.length; v++) {
            minima[v].set(format.hasHead()
                    ? headMinima[v].times(unsigned(weights, BlockFormat.PANEL + 4 * v).toF32x4())
                    : Halves.four(weights, 2 * BlockFormat.PANEL + 8 * v));
        }
    }

    private static I32x4 unsigned(I32 address, int offset) {
        return address.loadFourI8(offset).firstEightUnsigned().firstFour();
    }

    private void finish() {
        I32Variable y = f.parameter(3);
        f.when(f.parameter(6)).then(() -> {
            records[0].set(y);
            for (int t = 0; t < tokens; t++) {
                for (int v = 0; v < VECTORS; v++) {
                    F32x4Variable total = totals[t * VECTORS + v];
                    total.set(records[0].loadF32x4(16 * v).plus(total));
                }
                records[0].add(f.parameter(4));
            }
        });
        for (int t = 0; t < tokens; t++) {
            for (int v = 0; v < VECTORS; v++) {
                y.store(totals[t * VECTORS + v], 16 * v);
            }
            y.add(f.parameter(4));
        }
    }
}
