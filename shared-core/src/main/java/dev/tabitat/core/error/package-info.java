/** Failures, sorted by what the person can do about them. Depends on nothing. */
package dev.tabitat.core.error;
