/**
 * The queue of downloads. Entry type: {@link dev.tabitat.web.engine.downloads.Downloads}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.catalog}, {@code engine.environment}, {@code store},
 * {@code fetch}, {@code protocol} and {@code jso}.
 */
package dev.tabitat.web.engine.downloads;
