/**
 * The log of decisions: append-only, hash-chained, exported as one file that anyone can check and replay; what it says
 * in sum; and two ways of routing held against each other. Texts are not in it, only salted commitments. Depends on
 * {@code routing}, {@code fitness}, {@code digest}, {@code json}, {@code time} and {@code error}.
 */
package dev.tabitat.core.decisions;
