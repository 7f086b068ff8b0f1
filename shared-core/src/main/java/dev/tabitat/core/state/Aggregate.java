package dev.tabitat.core.state;

import java.util.List;
import java.util.Optional;

/**
 * Records that are read and changed as one: which they are, and how a state follows from them.
 *
 * @param <S> the state; immutable
 */
public interface Aggregate<S> {

    /** A short word, part of the keys of its revision and deltas. */
    String name();

    /** Where its records lie. */
    List<RecordRange> ranges();

    /** What versions of the app without revisions change with these records; empty where there is nothing. */
    default Optional<ForeignMark> foreignMark() {
        return Optional.empty();
    }

    /**
     * Whether deltas name the records that changed without what they say, so that of a record that is deleted nothing
     * is left behind; whoever follows such deltas reads the records.
     */
    default boolean hasPrivateTexts() {
        return false;
    }

    /** The state of an empty store. */
    S empty();

    /**
     * The state after these changes. Applying a change twice is applying it once; changes of records outside of the
     * ranges are left out.
     *
     * @throws dev.tabitat.core.error.DamagedData when a record is malformed or does not verify
     */
    S apply(S state, List<RecordChange> changes);
}
