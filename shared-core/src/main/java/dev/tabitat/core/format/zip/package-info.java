/**
 * Zip archives: single files out of one, within limits.
 *
 * <p>
 * Entry type: {@link ZipReader}. Depends on {@code binary}, {@code error}, {@code format}, {@code text}.
 */
package dev.tabitat.core.format.zip;
