/** Seeded randomness: the same numbers from the same seed on every machine. Knows {@code runtime} for its logarithm. */
package dev.tabitat.core.random;
