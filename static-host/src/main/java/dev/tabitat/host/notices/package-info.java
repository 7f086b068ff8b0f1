/**
 * Writes the third-party notices of the host's jar at build time, from the jars on its runtime class path and their
 * POMs in the local repository. Not part of the jar.
 */
package dev.tabitat.host.notices;
