/**
 * The privacy ledger: how many bytes left and entered the tab, by origin and purpose. Pure sums; who counts is the
 * caller's business. May depend on {@code json}, {@code time} and {@code error}.
 */
package dev.tabitat.core.ledger;
