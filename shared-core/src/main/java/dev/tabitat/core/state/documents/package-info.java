/**
 * The state of private documents: which records each document has, which files wait to be read, what was deleted, and
 * how all of it is protected. What documents say is no part of it. {@link DocumentsCommand} is what can be done to it.
 * Entry type: {@link DocumentsState}. Depends on {@code error}, {@code state}.
 */
package dev.tabitat.core.state.documents;
