/**
 * Other programs' file formats, each with its grammar beside its code; what a file is, by its first bytes; and files
 * that are read in slices.
 *
 * <p>
 * Entry type: {@link Safetensors}. Depends on {@code error}, {@code json}, {@code tensor}.
 */
package dev.tabitat.core.format;
