/**
 * Failures, sorted by what the person can do about them.
 *
 * <p>
 * Entry type: {@link TabitatException}. Depends on nothing.
 */
package dev.tabitat.core.error;
