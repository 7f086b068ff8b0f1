/**
 * What goes with a model that is handed on: one record, as JSON and as Markdown.
 *
 * <p>
 * Entry type: {@link ReleasePacket}. Depends on {@code digest}, {@code json}, {@code lineage}, {@code packages},
 * {@code random}, {@code signing}, {@code text}.
 */
package dev.tabitat.core.release;
