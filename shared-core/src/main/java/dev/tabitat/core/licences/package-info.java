/**
 * What licences ask for, and which of them can hold for one work. Depends on {@code packages} for their expressions.
 * Not legal advice.
 */
package dev.tabitat.core.licences;
