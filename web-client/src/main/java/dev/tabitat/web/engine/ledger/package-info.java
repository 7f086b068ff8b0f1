/**
 * Counts what goes in and out of the tab, and how often models were used, and writes both in batches. Entry type:
 * {@link dev.tabitat.web.engine.ledger.Ledger}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.environment}, {@code store}, {@code fetch} and
 * {@code protocol}.
 */
package dev.tabitat.web.engine.ledger;
