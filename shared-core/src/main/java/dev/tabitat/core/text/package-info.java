/** Text and bytes: strict UTF-8, and whatever encoding a person's file has. Depends on {@code error} only. */
package dev.tabitat.core.text;
