/** Tape archives: the plain files of a tree in one file. Knows {@code format}'s {@code Slices}, {@code text} and {@code error}. */
package dev.tabitat.core.format.tar;
