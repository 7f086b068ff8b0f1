/**
 * Where everything came from: an append-only, hash-chained list of records, the graph that follows from it, and its
 * export as W3C PROV-JSON that verifies anywhere. The format is specified in {@code docs/formats/lineage.md}.
 *
 * <p>
 * Entry type: {@link LineageChain}. Depends on {@code adapter}, {@code digest}, {@code error}, {@code evidence},
 * {@code ids}, {@code json}, {@code math}, {@code random}, {@code text}, {@code time}.
 */
package dev.tabitat.core.lineage;
