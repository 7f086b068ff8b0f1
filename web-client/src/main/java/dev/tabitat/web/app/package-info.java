/**
 * Start-up and wiring: which part of the one binary runs here, and the service worker that keeps the app for offline use.
 * Knows every room of the web client; none knows it.
 */
package dev.tabitat.web.app;
