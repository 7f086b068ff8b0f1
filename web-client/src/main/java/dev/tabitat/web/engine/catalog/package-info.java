/**
 * Packages: which there are, at which registries, what their manifests say, and how they come in and go. Entry type:
 * {@link dev.tabitat.web.engine.catalog.Packages}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.environment}, {@code engine.ledger}, {@code store},
 * {@code fetch}, {@code protocol} and {@code jso}.
 */
package dev.tabitat.web.engine.catalog;
