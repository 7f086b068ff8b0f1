/**
 * State that several workers and tabs share: an {@link dev.tabitat.core.state.Aggregate} is small records read into an
 * immutable state, {@link dev.tabitat.core.state.Command commands} decide without waiting what to change, and a
 * {@link dev.tabitat.core.state.Delta} carries the change to everybody who holds the state. May depend on {@code json},
 * {@code lineage} and {@code error}.
 */
package dev.tabitat.core.state;
