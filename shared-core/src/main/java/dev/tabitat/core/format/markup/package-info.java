/**
 * Markup read token by token: HTML as browsers forgive it, XML as it is written. Fetches and runs nothing.
 *
 * <p>
 * Entry type: {@link XmlReader}. Depends on {@code error}, {@code text}.
 */
package dev.tabitat.core.format.markup;
