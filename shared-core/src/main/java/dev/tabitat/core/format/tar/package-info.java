/**
 * Tar archives: the plain files of a tree in one file.
 *
 * <p>
 * Entry type: {@link TarReader}. Depends on {@code error}, {@code format}, {@code text}.
 */
package dev.tabitat.core.format.tar;
