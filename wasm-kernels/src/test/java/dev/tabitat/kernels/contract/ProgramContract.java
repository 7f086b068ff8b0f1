package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.Program;

/** A program calls its kernels in order; a wrong one is refused and harms nothing. */
final class ProgramContract implements Contract {

    private static final int WORDS = Program.RECORD_BYTES / 4;

    private final KernelHost host;

    ProgramContract(KernelHost host) {
        this.host = host;
    }

    @Override
    public String name() {
        return "a program runs its kernel calls in order";
    }

    @Override
    public void run(Check check) {
        Bench bench = new Bench(host);
        int from = bench.floats(new float[]{1, -2, 3, -4, 5, -6, 7});
        int to = bench.floats(new float[7]);
        int[] program = new int[3 * WORDS];
        put(program, 0, Kernel.COPY, to, from, 28);
        put(program, 1, Kernel.RELU, to, 6);
        put(program, 2, Kernel.COPY, to + 4, to, 8);
        int at = bench.ints(program);
        bench.call(Program.NAME, at, at);
        Bits.same(check, "an empty program", new float[7], bench.read(to, 7));
        bench.call(Program.NAME, at, at + 3 * Program.RECORD_BYTES);
        Bits.same(check, "copy, relu, copy", new float[]{1, 1, 0, 0, 5, 0, 7}, bench.read(to, 7));
        for (int number : new int[]{Kernel.values().length, -1, Integer.MAX_VALUE}) {
            int wrong = bench.ints(new int[]{number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            check.fails("kernel number " + number, Unsupported.class,
                    () -> bench.call(Program.NAME, wrong, wrong + Program.RECORD_BYTES));
        }
        bench.call(Program.NAME, at + Program.RECORD_BYTES, at + 2 * Program.RECORD_BYTES);
        Bits.same(check, "after a refusal", new float[]{1, 1, 0, 0, 5, 0, 7}, bench.read(to, 7));
        check.fails("no such function", Unsupported.class, () -> bench.call("absent"));
        check.fails("not a module", Unsupported.class,
                () -> host.instantiate(new byte[]{0, 'a', 's', 'm', 9, 0, 0, 0}));
        check.isTrue("wrote beside an operand", bench.guardsStand());
        bench.clear();
    }

    private static void put(int[] program, int record, Kernel kernel, int... arguments) {
        program[record * WORDS] = kernel.number();
        System.arraycopy(arguments, 0, program, record * WORDS + 1, arguments.length);
    }
}
