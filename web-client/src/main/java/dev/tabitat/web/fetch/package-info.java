/**
 * Verified, resumable download of packages from an OCI registry. Everything but {@code FetchHttp} is plain Java over a
 * {@link dev.tabitat.web.fetch.ByteSource}. Depends on {@code core}, {@code web.store} and {@code web.jso}.
 */
package dev.tabitat.web.fetch;
