/**
 * How a statement or a figure is known: checked, measured, claimed, estimated or unknown.
 *
 * <p>
 * Entry type: {@link Known}. Depends on {@code error}, {@code ids}.
 */
package dev.tabitat.core.evidence;
