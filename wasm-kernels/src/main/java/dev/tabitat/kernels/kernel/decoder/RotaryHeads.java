package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Rotary position embedding of heads, in place: {@code (a, b) = (a cos - b sin, b cos + a sin)}.
 *
 * <p>
 * Parameters: address of x, bytes between its tokens, tokens, heads, their width, the pairs of a head that are turned,
 * addresses of cosines and sines {@code [tokens, pairs]}. The two of a pair are {@code pairs} elements apart, or
 * neighbours. Products are rounded before they are added.
 */
final class RotaryHeads {

    private final FunctionBuilder f;
    private final boolean areNeighbours;
    private final I32Variable head;
    private final I32Variable pairs;
    private final I32Variable pair;
    private final I32Variable cosines;
    private final I32Variable sines;

    private RotaryHeads(FunctionBuilder f, boolean areNeighbours) {
        this.f = f;
        this.areNeighbours = areNeighbours;
        head = f.localI32();
        pairs = f.parameter(5);
        pair = f.localI32();
        cosines = f.parameter(6);
        sines = f.parameter(7);
    }

    static Function define(WasmModule module, boolean areNeighbours) {
        return module.function(areNeighbours ? "rotate_neighbours" : "rotate_halves", FunctionType.takingI32(8),
                f -> new RotaryHeads(f, areNeighbours).write());
    }

    private void write() {
        I32Variable x = f.parameter(0);
        I32Variable token = f.localI32();
        I32Variable heads = f.localI32();
        I32Variable fours = f.let(pairs.roundedDownTo(4));
        f.whileBelow(token, f.parameter(2), 1, () -> {
            head.set(x);
            f.forEach(heads, 0, f.parameter(3), 1, () -> {
                f.forEach(pair, 0, fours, 4, this::turnFour);
                f.whileBelow(pair, pairs, 1, this::turnOne);
                head.add(f.parameter(4).inBytes());
            });
            x.add(f.parameter(1));
            cosines.add(pairs.inBytes());
            sines.add(pairs.inBytes());
        });
    }

    private void turnFour() {
        F32x4Variable[] x = f.localsF32x4(2);
        F32x4Variable[] turned = f.localsF32x4(2);
        I32 first = head.plus(areNeighbours ? pair.times(8) : pair.inBytes());
        I32 second = areNeighbours ? first.plus(16) : first.plus(pairs.inBytes());
        x[0].set(first.loadF32x4());
        x[1].set(second.loadF32x4());
        if (areNeighbours) {
            turned[0].set(x[0].asI32x4().shuffledWith(x[1].asI32x4(), 0, 2, 4, 6).asF32x4());
            turned[1].set(x[0].asI32x4().shuffledWith(x[1].asI32x4(), 1, 3, 5, 7).asF32x4());
            x[0].set(turned[0]);
            x[1].set(turned[1]);
        }
        F32x4 cosine = cosines.plus(pair.inBytes()).loadF32x4();
        F32x4 sine = sines.plus(pair.inBytes()).loadF32x4();
        turned[0].set(x[0].times(cosine).minus(x[1].times(sine)));
        turned[1].set(x[1].times(cosine).plus(x[0].times(sine)));
        if (areNeighbours) {
            first.store(turned[0].asI32x4().shuffledWith(turned[1].asI32x4(), 0, 4, 1, 5));
            second.store(turned[0].asI32x4().shuffledWith(turned[1].asI32x4(), 2, 6, 3, 7));
        } else {
            first.store(turned[0]);
            second.store(turned[1]);
        }
    }

    private void turnOne() {
        F32Variable a = f.localF32();
        F32Variable b = f.localF32();
        I32 first = head.plus(areNeighbours ? pair.times(8) : pair.inBytes());
        I32 second = areNeighbours ? first.plus(4) : first.plus(pairs.inBytes());
        a.set(first.loadF32());
        b.set(second.loadF32());
        first.store(a.times(cosines.plus(pair.inBytes()).loadF32())
                .minus(b.times(sines.plus(pair.inBytes()).loadF32())));
        second.store(b.times(cosines.plus(pair.inBytes()).loadF32())
                .plus(a.times(sines.plus(pair.inBytes()).loadF32())));
    }
}
