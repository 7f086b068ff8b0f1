/**
 * What documents say: readers turn a file into one text with its structure, and every stretch of that text has its
 * position in the original. Depends on {@code format}, {@code text}, {@code digest}, {@code json} and {@code error};
 * opens no file and runs no script.
 */
package dev.tabitat.core.documents;
