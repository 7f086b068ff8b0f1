/**
 * Conversations as prompts: messages, and the model's own chat template.
 *
 * <p>
 * Entry type: {@link ChatTemplate}. Depends on {@code chat.template}, {@code error}, {@code json}.
 */
package dev.tabitat.core.chat;
