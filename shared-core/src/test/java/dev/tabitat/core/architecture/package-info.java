/**
 * Checks of compiled classes against the dependency rules that each {@code package-info.java} states; other modules use
 * them in tests of their own.
 */
package dev.tabitat.core.architecture;
