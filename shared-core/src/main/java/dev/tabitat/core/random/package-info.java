/**
 * Seeded randomness: the same numbers from the same seed on every machine. Depends on {@code math} for its logarithm
 * and {@code json} for the form of seeds.
 */
package dev.tabitat.core.random;
