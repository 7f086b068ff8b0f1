/**
 * The parameters of every method, as records, each with its fields: a field's name, kind and default are stated once,
 * here. Depends on {@code protocol}, {@code core.json}, {@code core.packages}, {@code core.routing} (classes of data)
 * and {@code core.fitness} (the usual goal of a calibration).
 */
package dev.tabitat.web.protocol.params;
