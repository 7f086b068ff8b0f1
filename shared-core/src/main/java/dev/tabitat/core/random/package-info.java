/** Seeded randomness: the same numbers from the same seed on every machine. Knows {@code math} for its logarithm. */
package dev.tabitat.core.random;
