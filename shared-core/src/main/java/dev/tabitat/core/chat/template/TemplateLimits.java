package dev.tabitat.core.chat.template;

/**
 * What one rendering may use; beyond it the rendering ends with an {@code OutOfBudget} error.
 *
 * @param steps evaluated nodes and looked-at items
 * @param text characters of all texts that are made, the intermediate ones included
 * @param output characters of the result
 * @param depth nested evaluations: expressions in expressions, macros that call themselves, values in values
 */
public record TemplateLimits(long steps, long text, int output, int depth) {

    /** Room for conversations of some megabytes in the templates that models have. */
    public static final TemplateLimits DEFAULT = new TemplateLimits(5_000_000, 256L << 20, 16 << 20, 250);

    /** Characters of a template's source. */
    static final int MAX_SOURCE = 1 << 20;

    /** Brackets, blocks and unary operators inside each other in a template's source. */
    static final int MAX_SOURCE_DEPTH = 100;
}
