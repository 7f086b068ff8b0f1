package dev.tabitat.web.store;

import java.util.List;
import java.util.function.Consumer;

/**
 * An aggregate as the scheduler's tabs use it: its commands by name, and a model that does them one after the other.
 *
 * @param <S> what the records say; compared by equals
 */
interface Subject<S> {

    /** One tab's own view of the records. */
    interface Opened<S> {

        /** Does a command. @return what it came to, as {@link Modelled} has it */
        String run(String command);

        /** The state as the records have it now, by this tab's way. */
        S current();

        /** Another tab announced a change. */
        void heard();
    }

    /** What the model says. @param outcome or the code of the refusal */
    record Modelled<S>(S state, String outcome) {}

    String name();

    /** Every command. */
    List<String> commands();

    /** What is done before the tabs meet, one list each. */
    List<List<String>> beginnings();

    /** What is not refused from the start after each beginning. */
    List<List<String>> possible();

    /** Two programs of up to two commands, one a tab, for the third beginning that matters most. */
    List<List<String>> three();

    /** At how many waits, at most, another tab than the first goes on; all interleavings where it is large. */
    default int deviations() {
        return Integer.MAX_VALUE;
    }

    /** Whether further commands may lead from a state to the end; what cannot is not looked at. */
    default boolean canLeadTo(S state, S end) {
        return true;
    }

    /** A command that can be done again and again, and one that undoes it. */
    List<String> toAndFro();

    /** @param told receives each state that the tab is notified of */
    Opened<S> open(RecordStore records, ClockAndRandom environment, Consumer<S> told);

    /** What the records say. */
    S stateOf(RecordStore records);

    Modelled<S> model(S before, String command);
}
