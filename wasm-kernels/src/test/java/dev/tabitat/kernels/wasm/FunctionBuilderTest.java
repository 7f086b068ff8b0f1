package dev.tabitat.kernels.wasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.kernels.jvm.JvmKernelHost;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FunctionBuilderTest {

    private static final FunctionType UNARY = FunctionType.takingI32(1).giving(ValueType.I32);
    private static final FunctionType TERNARY = FunctionType.takingI32(3).giving(ValueType.I32);

    @Test
    void operandsAreWrittenFromLeftToRightAndTheirInstructionAfterThem() {
        assertSameBytes(TERNARY,
                f -> f.result(f.parameter(0).plus(f.parameter(1).times(f.parameter(2)))),
                code -> code.get(code.parameter(0)).get(code.parameter(1)).get(code.parameter(2))
                        .op(Op.I32_MUL).op(Op.I32_ADD));
        assertSameBytes(TERNARY,
                f -> f.result(f.parameter(0).plus(f.parameter(1)).times(f.parameter(2))),
                code -> code.get(code.parameter(0)).get(code.parameter(1)).op(Op.I32_ADD)
                        .get(code.parameter(2)).op(Op.I32_MUL));
        assertSameBytes(UNARY,
                f -> f.result(f.parameter(0).roundedDownTo(8).inBytes().minus(1)),
                code -> code.get(code.parameter(0)).i32(-8).op(Op.I32_AND).i32(2).op(Op.I32_SHL).i32(1).op(Op.I32_SUB));
        assertSameBytes(UNARY,
                f -> f.result(f.parameter(0).bitsToF32().max(0).squareRoot().isBelow(2).not()),
                code -> code.get(code.parameter(0)).op(Op.F32_REINTERPRET_I32).f32(0).op(Op.F32_MAX).op(Op.F32_SQRT)
                        .f32(2).op(Op.F32_LT).op(Op.I32_EQZ));
    }

    @Test
    void vectorsKnowTheirLanes() {
        assertSameBytes(FunctionType.takingI32(1), f -> {
            I32Variable at = f.parameter(0);
            F32x4Variable x = f.localF32x4();
            x.set(at.loadF32x4(16).minus(1).times(x).min(3));
            at.store(x.toI32x4().shiftLeft(2).toF32x4(), 32);
            at.store(x.sumOfLanes(), 4);
            at.storeLane32(x, 1);
        }, code -> {
            Local at = code.parameter(0);
            Local x = code.local(ValueType.V128);
            code.get(at).memory(Op.V128_LOAD, 16, 2).f32x4(1).op(Op.F32X4_SUB).get(x).op(Op.F32X4_MUL);
            code.f32x4(3).op(Op.F32X4_MIN).set(x);
            code.get(at).get(x).op(Op.I32X4_TRUNC_SAT_F32X4_S).i32(2).op(Op.I32X4_SHL).op(Op.F32X4_CONVERT_I32X4_S)
                    .memory(Op.V128_STORE, 32, 2);
            code.get(at).get(x).lane(Op.F32X4_EXTRACT_LANE, 0).get(x).lane(Op.F32X4_EXTRACT_LANE, 1).op(Op.F32_ADD);
            code.get(x).lane(Op.F32X4_EXTRACT_LANE, 2).get(x).lane(Op.F32X4_EXTRACT_LANE, 3).op(Op.F32_ADD);
            code.op(Op.F32_ADD).memory(Op.F32_STORE, 4);
            code.get(at).get(x).storeLane(Op.V128_STORE32_LANE, 0, 1);
        });
    }

    @Test
    void seeingAVectorAsOtherLanesWritesNothing() {
        assertSameBytes(FunctionType.takingI32(1), f -> {
            I32Variable at = f.parameter(0);
            at.store(at.loadV128(0).asI8x16().firstEight().dot(at.loadEightI8(3)).asI16x8().sumsOfPairs());
        }, code -> {
            Local at = code.parameter(0);
            code.get(at).get(at).memory(Op.V128_LOAD, 0, 2).op(Op.I16X8_EXTEND_LOW_I8X16_S);
            code.get(at).memory(Op.V128_LOAD8X8_S, 3, 0).op(Op.I32X4_DOT_I16X8_S).op(Op.I32X4_EXTADD_PAIRWISE_I16X8_S)
                    .memory(Op.V128_STORE, 0, 2);
        });
    }

    @Test
    void anExpressionIsWrittenAtEachUseAndNotWhenItIsMade() {
        assertSameBytes(UNARY, f -> {
            I32 next = f.parameter(0).plus(1);
            f.parameter(0).times(7);
            f.result(next.times(next));
        }, code -> {
            code.get(code.parameter(0)).i32(1).op(Op.I32_ADD);
            code.get(code.parameter(0)).i32(1).op(Op.I32_ADD).op(Op.I32_MUL);
        });
    }

    @Test
    void anAssignmentIsAValueToo() {
        assertSameBytes(UNARY, f -> {
            I32Variable square = f.localI32();
            f.result(square.assign(f.parameter(0).times(f.parameter(0))).plus(square));
        }, code -> {
            Local square = code.local(ValueType.I32);
            code.get(code.parameter(0)).get(code.parameter(0)).op(Op.I32_MUL).tee(square).get(square).op(Op.I32_ADD);
        });
        assertEquals(72, run(6, f -> {
            I32Variable square = f.localI32();
            f.result(square.assign(f.parameter(0).times(f.parameter(0))).plus(square));
        }));
    }

    @Test
    void aCountedLoopCountsItsStepsBelowTheEnd() {
        for (int end : new int[]{0, 1, 3, 4, 9, 10}) {
            int expected = 0;
            for (int i = 2; i < end; i += 3) {
                expected = 31 * expected + i;
            }
            assertEquals(expected, run(end, f -> {
                I32Variable i = f.localI32();
                I32Variable hash = f.localI32();
                f.forEach(i, 2, f.parameter(0), 3, () -> hash.set(hash.times(31).plus(i)));
                f.result(hash);
            }), "end " + end);
        }
    }

    @Test
    void aLoopBelowAnEndComparesUnsigned() {
        assertEquals(2, run(-1, f -> {
            I32Variable i = f.let(f.i32(-3));
            I32Variable turns = f.localI32();
            f.whileBelow(i, f.parameter(0), 1, () -> turns.add(1));
            f.result(turns);
        }));
    }

    @Test
    void oneOfTheArmsRunsAndArmsNest() {
        Consumer<FunctionBuilder> body = f -> {
            I32Variable x = f.parameter(0);
            I32Variable answer = f.localI32();
            f.when(x.isAtLeast(10)).then(() -> answer.set(1)).otherwise(() -> {
                f.when(x.isZero()).then(() -> answer.set(2))
                        .otherwise(() -> f.when(x.isEqualTo(5)).then(() -> answer.set(3)));
                answer.add(10);
            });
            f.result(answer);
        };
        assertEquals(1, run(10, body));
        assertEquals(12, run(0, body));
        assertEquals(13, run(5, body));
        assertEquals(10, run(6, body));
    }

    @Test
    void aLoopRunsUntilItsConditionUnlessTheBodyEndsIt() {
        Consumer<FunctionBuilder> body = f -> {
            I32Variable left = f.parameter(0);
            I32Variable turns = f.localI32();
            f.loopUntil(left.isZero(), again -> {
                turns.add(1);
                left.add(-1);
                f.branchIf(turns.isBelow(4), again);
            });
            f.result(turns);
        };
        assertEquals(0, run(0, body));
        assertEquals(3, run(3, body));
        assertEquals(4, run(9, body));
    }

    @Test
    void otherwiseFollowsItsThen() {
        assertTrue(mistake(f -> {
            Conditional some = f.when(f.parameter(0)).then(() -> {});
            f.discard(f.i32(1));
            some.otherwise(() -> {});
        }).contains("else: expected to follow the end of an if, found other instructions"));
    }

    @Test
    void operandsBelongToOneFunction() {
        FunctionBuilder[] other = new FunctionBuilder[1];
        new WasmModule().function("other", FunctionType.takingI32(1), f -> other[0] = f);
        assertTrue(mistake(f -> f.parameter(0).plus(other[0].parameter(0))).contains("the same function"));
        assertTrue(mistake(f -> f.parameter(0).store(other[0].f32(1))).contains("the same function"));
        assertTrue(mistake(f -> f.localI32().set(other[0].parameter(0))).contains("the same function"));
        Function callee = new Function("g", 0, FunctionType.takingI32(1));
        assertTrue(mistake(f -> f.call(callee, other[0].i32(1))).contains("the same function"));
    }

    @Test
    void parametersHaveTheTypeTheyAreReadAs() {
        assertEquals("Expected parameter 0 to be V128, found I32", mistake(f -> f.parameterF32x4(0)));
    }

    @Test
    void sizesAreRoundedToPowersOfTwo() {
        for (int wrong : new int[]{0, 3, 12}) {
            new WasmModule().function("f", FunctionType.takingI32(1), f -> assertEquals(
                    "Expected a power of two, found " + wrong,
                    assertThrows(IllegalArgumentException.class, () -> f.parameter(0).roundedDownTo(wrong))
                            .getMessage()));
        }
        assertEquals(13 & ~3, run(13, f -> f.result(f.parameter(0).roundedDownTo(4))));
    }

    private static void assertSameBytes(FunctionType type, Consumer<FunctionBuilder> written, Consumer<Code> expected) {
        WasmModule found = new WasmModule().importMemory("env", "memory", 0);
        found.export(found.function("f", type, written));
        WasmModule same = new WasmModule().importMemory("env", "memory", 0).with("f", type, expected);
        assertArrayEquals(same.toBytes(), found.toBytes());
    }

    private static String mistake(Consumer<FunctionBuilder> body) {
        WasmModule module = new WasmModule();
        return assertThrows(IllegalStateException.class,
                () -> module.function("f", FunctionType.takingI32(1), body)).getMessage();
    }

    private static int run(int argument, Consumer<FunctionBuilder> body) {
        WasmModule module = new WasmModule();
        module.export(module.function("f", UNARY, body));
        try (JvmKernelHost host = new JvmKernelHost(65_536)) {
            return host.instantiate(module.toBytes()).call("f", argument);
        }
    }
}
