/**
 * The build's own tools, run on the JVM after TeaVM: from a compiled binary to the site that is served. Nothing here is
 * reachable from the app's entry.
 */
package dev.tabitat.web.build;
