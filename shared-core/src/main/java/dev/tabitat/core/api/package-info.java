/** Failures as JSON, for scripts and the page. Depends on {@code json} and {@code error}. */
package dev.tabitat.core.api;
