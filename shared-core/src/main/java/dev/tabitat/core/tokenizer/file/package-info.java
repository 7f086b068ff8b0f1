/**
 * A tokenizer file's JSON, whose errors name the path of a field. Entry:
 * {@link dev.tabitat.core.tokenizer.file.JsonPart}. Depends on {@code json}, {@code text} and {@code error}.
 */
package dev.tabitat.core.tokenizer.file;
