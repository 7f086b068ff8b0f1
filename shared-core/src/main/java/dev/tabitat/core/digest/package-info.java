/**
 * SHA-256, what it names, and lists of verified pieces.
 *
 * <p>
 * Entry type: {@link Digest}. Depends on {@code binary}, {@code error}, {@code json}.
 */
package dev.tabitat.core.digest;
