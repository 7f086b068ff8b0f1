package dev.tabitat.core.tokenizer;

/** Which text of a pair is cut, from its end, when both are too long together. */
public enum Truncation {

    /** The longer one; once both are as long as one another, both. */
    LONGEST_FIRST,
    /** The first one: the premise, or the question. */
    ONLY_FIRST,
    /** The second one: the passage. */
    ONLY_SECOND
}
