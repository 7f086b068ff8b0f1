package dev.tabitat.host;

import dev.tabitat.core.decisions.DecisionLog;
import dev.tabitat.core.decisions.DecisionRecord;
import dev.tabitat.core.error.TabitatException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks an exported log of decisions and decides everything in it again. */
final class DecisionsCommand {

    static final String NAME = "decisions";

    private DecisionsCommand() {}

    /** @return 0 when every decision came out the same, 1 when one did not, 2 when the log is damaged */
    static int run(Path file, PrintStream out, PrintStream err) throws IOException {
        try {
            List<DecisionRecord> records = DecisionLog.read(Files.readAllBytes(file));
            DecisionLog.Replayed replayed = DecisionLog.replay(records);
            replayed.differences().forEach(one -> out.println("DIFFERENT " + one));
            out.println(records.size() + " records in one chain; " + replayed.decisions() + " decisions made again, "
                    + replayed.identical() + " identical.");
            return replayed.isIdentical() ? 0 : 1;
        } catch (TabitatException e) {
            return ReplayCommand.refused(e, err);
        }
    }
}
