/**
 * The person's keys, whom they trust, and signatures of packages. Entry type:
 * {@link dev.tabitat.web.engine.trust.Keys}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.catalog}, {@code engine.environment}, {@code store},
 * {@code fetch} and {@code protocol}.
 */
package dev.tabitat.web.engine.trust;
