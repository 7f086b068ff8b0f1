/**
 * Failures as JSON, for scripts and the page.
 *
 * <p>
 * Entry type: {@link ApiError}. Depends on {@code error}, {@code json}.
 */
package dev.tabitat.core.api;
