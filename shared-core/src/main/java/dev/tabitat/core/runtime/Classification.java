package dev.tabitat.core.runtime;

import java.util.List;

/**
 * What a classifier says of a text.
 *
 * @param scores best first; equal ones in the model's order
 * @param notices what a reader should know, in sentences
 */
public record Classification(List<LabelScore> scores, List<String> notices) {

    public Classification {
        scores = List.copyOf(scores);
        notices = List.copyOf(notices);
    }
}
