/**
 * The privacy ledger: how many bytes left and entered the tab, by origin and purpose. Sums only; the caller counts.
 *
 * <p>
 * Entry type: {@link PrivacyLedger}. Depends on {@code error}, {@code json}, {@code time}.
 */
package dev.tabitat.core.ledger;
