/**
 * Builds the starter packages from pinned third-party artifacts, at build time. Nothing here runs in the host that
 * people start.
 */
package dev.tabitat.host.starter;
