/**
 * The host: the app's files and its packages over HTTP, read-only, without state.
 *
 * <p>
 * {@code Main} reads {@code HostOptions} and starts {@code Host}; {@code SiteFiles} and {@code OciRegistry} find files
 * in a {@code FileTree}, and {@code FileAnswer} sends them. Depends on Javalin and the core; nothing depends on it.
 */
package dev.tabitat.host;
