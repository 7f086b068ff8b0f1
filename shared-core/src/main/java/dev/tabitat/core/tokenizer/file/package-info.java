/**
 * A tokenizer file's JSON, whose errors name the path of a field.
 *
 * <p>
 * Entry type: {@link JsonPart}. Depends on {@code error}, {@code json}, {@code text}.
 */
package dev.tabitat.core.tokenizer.file;
