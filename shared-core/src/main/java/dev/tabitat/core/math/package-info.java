/** Functions that give the same bits on every machine. Depends on no other package. */
package dev.tabitat.core.math;
