package dev.tabitat.core.tokenizer.normalizer;

import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.text.UnicodeForm;

/**
 * BERT's way to clean a text, in this order: control characters go, ideographs stand between spaces, canonical
 * decomposition without marks, lower case.
 */
public record BertNormalizer(boolean cleanText, boolean splitIdeographs, boolean stripAccents, boolean lowerCase)
        implements
            Normalizer {

    @Override
    public void apply(NormalizedText text) {
        if (cleanText) {
            text.retain(point -> (CharacterProperties.flags(point) & CharacterProperties.REMOVED) == 0);
            text.map(point -> CharacterProperties.isSpace(point) ? ' ' : point);
        }
        if (splitIdeographs) {
            split(text);
        }
        if (stripAccents) {
            UnicodeForm.NFD.apply(text);
            text.retain(point -> (CharacterProperties.flags(point) & CharacterProperties.MARK) == 0);
        }
        if (lowerCase) {
            new Lowercase().apply(text);
        }
    }

    private static void split(NormalizedText text) {
        boolean hasIdeographs = false;
        for (int i = 0; i < text.length() && !hasIdeographs; i++) {
            hasIdeographs = CharacterProperties.isIdeograph(text.point(i));
        }
        if (!hasIdeographs) {
            return;
        }
        text.edit();
        for (int i = 0; i < text.length(); i++) {
            boolean isIdeograph = CharacterProperties.isIdeograph(text.point(i));
            if (isIdeograph) {
                text.insert(' ', i);
            }
            text.copy(i);
            if (isIdeograph) {
                text.insert(' ', i);
            }
        }
        text.commit();
    }
}
