/**
 * SHA-256, what it names, lists of verified pieces, and git's names of files.
 *
 * <p>
 * Entry type: {@link Digest}. Depends on {@code binary}, {@code error}, {@code json}, {@code text}.
 */
package dev.tabitat.core.digest;
