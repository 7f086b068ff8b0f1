/**
 * Where everything came from: an append-only, hash-chained list of records, the graph that follows from it, and its
 * export as W3C PROV-JSON that verifies anywhere. The format is specified in {@code docs/formats/lineage.md}. May know
 * {@code json}, {@code digest}, {@code fitness} (how a statement is known), {@code time} and {@code error}.
 */
package dev.tabitat.core.lineage;
