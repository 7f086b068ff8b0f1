package dev.tabitat.core.sensitivity;

import java.util.List;

/** Finds spans of one kind in a normalised text. */
interface Detector {

    /**
     * Adds what it finds, in places of {@code scan.text()}; 0 &lt;= start &lt; end &lt;= length. Spans may overlap each
     * other and those of other detectors: {@link Detection} merges them. The work is linear in the text.
     */
    void find(ScannedText scan, List<Sensitive> found);
}
