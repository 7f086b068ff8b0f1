/**
 * A strict interpreter of the part of Jinja that chat templates of model files use. A template is untrusted: it sees
 * plain data only, and steps, text, nesting and output are limited.
 *
 * <p>
 * Entry type: {@link Template}. Depends on {@code error}, {@code json}, {@code text}.
 */
package dev.tabitat.core.chat.template;
