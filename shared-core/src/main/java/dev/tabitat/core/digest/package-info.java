/** SHA-256, what it names, and lists of verified pieces. Depends on {@code error} and {@code json}. */
package dev.tabitat.core.digest;
