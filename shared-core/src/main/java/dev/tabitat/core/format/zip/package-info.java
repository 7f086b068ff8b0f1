/**
 * Zip archives: single files out of one, within limits. Depends on {@code format}'s {@code Slices}, {@code text} and
 * {@code error}.
 */
package dev.tabitat.core.format.zip;
