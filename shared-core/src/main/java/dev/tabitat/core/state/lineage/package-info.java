/**
 * The state of the append-only lineage: where its chain ends, and what appending to it writes. The records are their
 * own deltas: the revision is how many there are. Entry type: {@link LineageCommand}. Depends on {@code digest},
 * {@code error}, {@code json}, {@code lineage}, {@code state}.
 */
package dev.tabitat.core.state.lineage;
