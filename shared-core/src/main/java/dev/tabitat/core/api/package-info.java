/** What scripts and the page are told: failures as JSON. Knows {@code json} and {@code error}. */
package dev.tabitat.core.api;
