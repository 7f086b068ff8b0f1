/** What is to be computed: nodes, operators, shapes; nothing is executed here. Knows {@code tensor} and {@code error}. */
package dev.tabitat.core.graph;
