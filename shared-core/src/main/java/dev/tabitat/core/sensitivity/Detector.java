package dev.tabitat.core.sensitivity;

import java.util.List;

/** Finds things of one kind. */
interface Detector {

    /** Adds what it finds; those that overlap are sorted out later. */
    void find(Scan scan, List<Sensitive> found);
}
