package dev.tabitat.web.store;

import dev.tabitat.core.state.Revision;
import java.util.Map;
import java.util.Optional;

/** A state with what the store must still say for it to hold; no record, since it is compared by identity. */
final class LoadedState<S> {

    final S state;
    final Revision revision;
    /** The record of the revision. */
    final Optional<String> revisionText;
    /** What the aggregate's foreign mark says. */
    final Optional<String> mark;
    /** The settings of the aggregate as they were read or written. */
    final Map<String, String> settings;

    LoadedState(S state, Revision revision, Optional<String> revisionText, Optional<String> mark,
            Map<String, String> settings) {
        this.state = state;
        this.revision = revision;
        this.revisionText = revisionText;
        this.mark = mark;
        this.settings = settings;
    }

    String stamp() {
        return revision.stamp(mark.orElse("0"));
    }
}
