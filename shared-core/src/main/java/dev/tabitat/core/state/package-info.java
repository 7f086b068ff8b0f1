/**
 * State that several workers and tabs share: an aggregate is small records read into an immutable state, commands
 * decide without waiting what to change, and a delta carries the change to everybody who holds the state. Entry type:
 * {@link Aggregate}. Depends on {@code error}, {@code json}, {@code lineage}.
 */
package dev.tabitat.core.state;
