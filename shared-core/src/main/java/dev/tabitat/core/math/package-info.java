/** Functions that give the same bits on every machine. Knows nobody. */
package dev.tabitat.core.math;
