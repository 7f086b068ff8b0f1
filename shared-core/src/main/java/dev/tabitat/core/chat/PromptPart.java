package dev.tabitat.core.chat;

/**
 * A part of a prompt. Parts are tokenized one by one.
 *
 * @param special whether control tokens in the text are meant: true for what the template wrote, false for a control
 * token's text inside a message, which is plain text
 */
public record PromptPart(String text, boolean special) {
}
