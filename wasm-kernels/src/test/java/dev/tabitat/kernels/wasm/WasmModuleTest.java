package dev.tabitat.kernels.wasm;

import static dev.tabitat.kernels.wasm.ValueType.F32;
import static dev.tabitat.kernels.wasm.ValueType.I32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WasmModuleTest {

    private static final FunctionType UNARY = FunctionType.taking(I32).giving(I32);

    @Test
    void writesTheKnownBytesOfAnAddition() {
        byte[] found = new WasmModule().with("add", FunctionType.taking(I32, I32).giving(I32),
                code -> code.get(code.parameter(0)).get(code.parameter(1)).op(Op.I32_ADD)).toBytes();
        int[] expected = {
                0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00,
                0x01, 0x07, 0x01, 0x60, 0x02, 0x7F, 0x7F, 0x01, 0x7F,
                0x03, 0x02, 0x01, 0x00,
                0x07, 0x07, 0x01, 0x03, 0x61, 0x64, 0x64, 0x00, 0x00,
                0x0A, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x20, 0x01, 0x6A, 0x0B,
        };
        assertArrayEquals(new ByteSink().put(expected).toBytes(), found);
    }

    @Test
    void anEmptyModuleIsOnlyItsHeader() {
        assertEquals(8, new WasmModule().toBytes().length);
    }

    @Test
    void loopsAndBranchesRun() {
        assertEquals(5050, run(100, code -> {
            Local n = code.parameter(0);
            Local sum = code.local(I32);
            code.block(exit -> code.loop(again -> {
                code.get(n).op(Op.I32_EQZ).branchIf(exit);
                code.get(sum).get(n).op(Op.I32_ADD).set(sum);
                code.get(n).i32(1).op(Op.I32_SUB).set(n);
                code.branch(again);
            }));
            code.get(sum);
        }));
    }

    @Test
    void bothArmsOfAChoiceRun() {
        Consumer<Code> body = code -> {
            Local answer = code.local(I32);
            code.get(code.parameter(0)).when(() -> code.i32(7).set(answer))
                    .otherwise(() -> code.i32(-300_000).set(answer));
            code.get(answer);
        };
        assertEquals(7, run(1, body));
        assertEquals(-300_000, run(0, body));
    }

    @Test
    void aBranchTablePicksItsCaseOrTheDefault() {
        Consumer<Code> body = code -> {
            code.block(otherwise -> {
                code.block(one -> {
                    code.block(zero -> code.get(code.parameter(0)).branchTable(List.of(zero, one), otherwise));
                    code.i32(10).returns();
                });
                code.i32(11).returns();
            });
            code.i32(99);
        };
        assertEquals(10, run(0, body));
        assertEquals(11, run(1, body));
        assertEquals(99, run(2, body));
        assertEquals(99, run(-1, body));
    }

    @Test
    void callsAndVectorsRun() {
        WasmModule module = new WasmModule();
        Function twice = module.define("twice", UNARY, code -> code.get(code.parameter(0)).op(Op.I32X4_SPLAT).i32x4(2)
                .op(Op.I32X4_MUL).lane(Op.I32X4_EXTRACT_LANE, 3));
        module.with("f", UNARY, code -> code.get(code.parameter(0)).call(twice).call(twice));
        assertEquals(-28, run(-7, module));
    }

    @Test
    void aShuffleTakesLanesOfBothVectors() {
        for (int lane = 0; lane < 4; lane++) {
            int each = lane;
            assertEquals(lane % 2 == 0 ? 7 : 5, run(5, code -> code.get(code.parameter(0)).op(Op.I32X4_SPLAT).i32x4(7)
                    .shuffle32(4, 1, 7, 3).lane(Op.I32X4_EXTRACT_LANE, each)));
        }
        assertTrue(mistake(UNARY, code -> code.i32x4(0).i32x4(0).shuffle32(0, 1, 2, 8)).contains("four lanes below 8"));
    }

    @Test
    void bigConstantsSurvive() {
        for (int value : new int[]{Integer.MIN_VALUE, -129, -65, -64, 63, 64, 8191, 8192, Integer.MAX_VALUE}) {
            assertEquals(value, run(0, code -> code.i32(value)));
        }
        assertEquals(0x7FC00000, run(0, code -> code.f32(Float.NaN).op(Op.I32_REINTERPRET_F32)));
        assertEquals(12, run(0, code -> code.i64(1L << 40 | 12).op(Op.I32_WRAP_I64)));
    }

    @Test
    void aTrapIsAnUnsupportedFunction() {
        assertThrows(Unsupported.class, () -> run(0, code -> code.op(Op.UNREACHABLE)));
    }

    @Test
    void aWrongOperandIsNamed() {
        String message = mistake(UNARY, code -> code.f32(1).get(code.parameter(0)).op(Op.I32_ADD));
        assertEquals("In function f at byte 7, I32_ADD: expected I32, found F32", message);
    }

    @Test
    void mistakesAreRefusedWhileWriting() {
        FunctionType nothing = FunctionType.taking();
        assertTrue(mistake(nothing, code -> code.op(Op.I32_ADD)).endsWith("expected I32, found an empty stack"));
        assertTrue(mistake(nothing, code -> code.i32(1)).contains("nothing left on the stack"));
        assertTrue(mistake(UNARY, code -> {}).contains("expected I32, found an empty stack"));
        assertTrue(mistake(nothing, code -> code.block(l -> code.i32(1))).contains("end of block"));
        assertTrue(mistake(nothing, code -> code.i32(1).block(l -> code.drop())).contains("an empty stack"));
        assertTrue(mistake(nothing, code -> code.get(new Local(3, F32))).contains("a variable of this function"));
        assertTrue(mistake(nothing, code -> code.i32(0).memory(Op.I32_LOAD, 0, 3)).contains("alignment"));
        assertTrue(mistake(nothing, code -> code.i32x4(0).lane(Op.I32X4_EXTRACT_LANE, 4)).contains("a lane below 4"));
        assertTrue(mistake(nothing, code -> code.i32(0).op(Op.I32_LOAD)).contains("MEMORY immediate"));
        assertTrue(mistake(nothing, code -> code.i32(1).when(() -> {}).i32(1).otherwise(() -> {}))
                .contains("the end of an if"));
        assertTrue(mistake(nothing, code -> code.otherwise(() -> {})).contains("the end of an if"));
        Label[] kept = new Label[1];
        assertTrue(mistake(nothing, code -> code.block(l -> kept[0] = l).branch(kept[0])).contains("closed"));
    }

    @Test
    void codeAfterABranchMayPopAnything() {
        assertEquals(4, run(4, code -> {
            code.block(exit -> code.branch(exit).op(Op.F32_ADD).drop());
            code.get(code.parameter(0));
        }));
    }

    @Test
    void namesAreExportedOnceAndImportsComeFirst() {
        WasmModule module = new WasmModule().with("f", FunctionType.taking(), code -> {});
        assertThrows(IllegalStateException.class, () -> module.with("f", FunctionType.taking(), code -> {}));
        assertThrows(IllegalStateException.class, () -> module.importFunction("m", "g", FunctionType.taking()));
        assertThrows(IllegalStateException.class, () -> module.ownMemory(0, 1).importMemory("env", "memory", 0));
    }

    private static String mistake(FunctionType type, Consumer<Code> body) {
        WasmModule module = new WasmModule();
        return assertThrows(IllegalStateException.class, () -> module.define("f", type, body)).getMessage();
    }

    private static int run(int argument, Consumer<Code> body) {
        return run(argument, new WasmModule().with("f", UNARY, body));
    }

    private static int run(int argument, WasmModule module) {
        try (JvmKernelHost host = new JvmKernelHost(65_536)) {
            return host.instantiate(module.toBytes()).call("f", argument);
        }
    }
}
