/** Strict UTF-8. Knows {@code error} only. */
package dev.tabitat.core.text;
