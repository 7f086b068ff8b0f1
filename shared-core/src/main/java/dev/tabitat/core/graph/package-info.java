/**
 * What is to be computed: nodes, operators, shapes; nothing is executed here. Depends on {@code tensor} and
 * {@code error}.
 */
package dev.tabitat.core.graph;
