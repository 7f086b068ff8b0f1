/**
 * The parameters of every method, as records with their codecs. {@link dev.tabitat.web.protocol.params.Parameters} says
 * which method has which. Depends on {@code protocol}, {@code core.json}, {@code core.packages}, {@code core.routing}
 * (classes of data) and {@code core.fitness}.
 */
package dev.tabitat.web.protocol.params;
