/**
 * Start-up and wiring: which program and which of its roles runs here, and the service worker that keeps the app for
 * offline use. Depends on every package of the web client; none depends on it.
 */
package dev.tabitat.web.app;
