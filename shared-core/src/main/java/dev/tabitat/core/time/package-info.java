/**
 * Moments as text. The core has no clock: a moment comes in as an ISO-8601 UTC string, is checked here, and goes out as
 * the same string.
 *
 * <p>
 * Entry type: {@link Utc}. Depends on {@code error}.
 */
package dev.tabitat.core.time;
