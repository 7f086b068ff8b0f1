/**
 * What goes with a model that is handed on: one record, as JSON and as Markdown. Depends on {@code lineage},
 * {@code packages}, {@code digest} and {@code json}.
 */
package dev.tabitat.core.release;
