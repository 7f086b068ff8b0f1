/**
 * What documents say: readers turn a file into one text with its structure, and every stretch of that text has its
 * position in the original. Opens no file and runs no script.
 *
 * <p>
 * Entry type: {@link Documents}. Depends on {@code binary}, {@code error}, {@code format}, {@code format.markup},
 * {@code format.zip}, {@code ids}, {@code json}, {@code text}.
 */
package dev.tabitat.core.documents;
