/**
 * What makes descendants of models: pure, seeded and recorded. Knows {@code adapter}, {@code model}, {@code runtime}, {@code lineage},
 * {@code packages} and what they know.
 */
package dev.tabitat.core.breeding;
