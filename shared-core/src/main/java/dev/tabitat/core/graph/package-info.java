/**
 * What is to be computed: nodes, operators, shapes; nothing is executed here.
 *
 * <p>
 * Entry type: {@link Graph}. Depends on {@code error}, {@code tensor}.
 */
package dev.tabitat.core.graph;
