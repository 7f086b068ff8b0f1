/**
 * SHA-256, what it names, lists of verified pieces, and git's names of files. Depends on {@code error}, {@code json}
 * and {@code text}.
 */
package dev.tabitat.core.digest;
