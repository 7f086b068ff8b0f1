/** What a person does, from the first visit on, in a real browser against the real host. */
package dev.tabitat.e2e.journey;
