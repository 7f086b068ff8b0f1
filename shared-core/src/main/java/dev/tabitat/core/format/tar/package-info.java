/**
 * Tar archives: the plain files of a tree in one file. Depends on {@code format}'s {@code Slices}, {@code text} and
 * {@code error}.
 */
package dev.tabitat.core.format.tar;
