/**
 * Text and bytes: strict UTF-8, the encoding of any text file, scripts, and whether a text is written in words of a
 * language.
 *
 * <p>
 * Entry type: {@link TextEncoding}. Depends on {@code error}, {@code ids}.
 */
package dev.tabitat.core.text;
