package dev.tabitat.host;

import dev.tabitat.core.breeding.ArchivedModels;
import dev.tabitat.core.breeding.Replay;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.training.MatrixProducts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes every descendant in an exported archive again, from the archive alone, and compares digests. */
final class ReplayCommand {

    static final String NAME = "replay";

    private ReplayCommand() {}

    /** {@link MatrixProducts#PLAIN} on all processors. */
    private static float[] product(float[] a, float[] b, int rows, int k, int columns) {
        float[] c = new float[rows * columns];
        IntStream.range(0, rows).parallel().forEach(row -> MatrixProducts.row(a, b, c, row, k, columns));
        return c;
    }

    /**
     * @return 0 when every descendant came out identical, 1 when one did not, 2 when the archive could not be read
     */
    static int run(Path file, PrintStream out, PrintStream err) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ArchivedModels stock = ArchivedModels.read(new FileSlices(channel, channel.size()));
            int different = 0;
            try (Replay replay = new Replay(Replay.recipes(stock.lineage()), stock::find, stock::examples,
                    new ExactBackend(), ReplayCommand::product, (phase, done, total) -> {})) {
                Set<Digest> all = new LinkedHashSet<>();
                stock.bred().forEach(root -> all.addAll(replay.ancestry(root)));
                if (all.isEmpty()) {
                    out.println("Nothing in this archive was bred.");
                }
                for (Digest digest : all) {
                    long start = System.nanoTime();
                    Replay.Outcome outcome = replay.run(digest);
                    different += outcome.isIdentical() ? 0 : 1;
                    out.printf(Locale.ROOT, "%-9s %s  %s  %.1f s%n", outcome.isIdentical() ? "identical" : "DIFFERENT",
                            outcome.expected(), outcome.name(), (System.nanoTime() - start) / 1e9);
                    if (!outcome.isIdentical()) {
                        out.println("    found " + outcome.found());
                    }
                }
                out.println(all.size() + " made again, " + (all.size() - different) + " identical.");
            }
            return different == 0 ? 0 : 1;
        } catch (TabitatException e) {
            return refused(e, err);
        }
    }

    /** Says what is wrong with a file. @return 2 */
    static int refused(TabitatException e, PrintStream err) {
        err.println(e.getMessage());
        List.of("where: " + e.finding().where(), "expected: " + e.finding().expected(), "found: " + e.finding().found())
                .forEach(line -> err.println("  " + line));
        return 2;
    }
}
