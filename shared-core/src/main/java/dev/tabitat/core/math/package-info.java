/**
 * Functions that give the same bits on every machine.
 *
 * <p>
 * Entry type: {@link DeterministicMath}. Depends on nothing.
 */
package dev.tabitat.core.math;
