/**
 * A person's labelled examples: read from what people have, looked through for mistakes, and split into parts that
 * never mix. Depends on {@code json}, {@code digest}, {@code text}, {@code tokenizer} (Unicode forms), {@code fitness}
 * (intervals) and {@code error}.
 */
package dev.tabitat.core.examples;
