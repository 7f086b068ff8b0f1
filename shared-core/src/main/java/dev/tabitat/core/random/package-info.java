/**
 * Seeded randomness: the same numbers from the same seed on every machine.
 *
 * <p>
 * Entry type: {@link SplitMix64}. Depends on {@code error}, {@code json}, {@code math}.
 */
package dev.tabitat.core.random;
