package dev.tabitat.core.state;

import java.util.List;

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
