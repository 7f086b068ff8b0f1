/**
 * A tokenizer file's JSON, whose errors name the path of a field. Entry:
 * {@link dev.tabitat.core.tokenizer.file.JsonPart}.
 */
package dev.tabitat.core.tokenizer.file;
