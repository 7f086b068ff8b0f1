/**
 * A person's labelled examples: read from common kinds of files, checked for mistakes, and split into parts that never
 * mix.
 *
 * <p>
 * Entry type: {@link Examples}. Depends on {@code digest}, {@code error}, {@code fitness}, {@code json}, {@code text},
 * {@code tokenizer}.
 */
package dev.tabitat.core.examples;
