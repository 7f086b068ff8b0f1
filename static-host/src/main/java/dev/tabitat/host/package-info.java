/** The host: files and manifests over HTTP, read-only, without state. */
package dev.tabitat.host;
