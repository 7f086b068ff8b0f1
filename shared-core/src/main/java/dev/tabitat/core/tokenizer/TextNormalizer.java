package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/**
 * How a text is cleaned before its n-grams are counted; each does what its model was trained with. Linear in the text.
 */
public enum TextNormalizer implements Identified {

    /** lande's: letters, marks and white space only, in lower case, between two spaces. */
    LETTERS_AND_MARKS("letters-and-marks") {
        @Override
        public String apply(String text) {
            return LettersAndMarks.normalize(text);
        }
    },

    /** OpenNLP's for language detection: emoji, addresses, handles, numbers and repetitions removed, in lower case. */
    OPENNLP_LANGDETECT("opennlp-langdetect") {
        @Override
        public String apply(String text) {
            return OpenNlpText.normalize(text);
        }
    };

    private final String id;

    TextNormalizer(String id) {
        this.id = id;
    }

    /** The name in an architecture file. */
    @Override
    public String id() {
        return id;
    }

    public abstract String apply(String text);

    /** @throws Unsupported when there is none of that name */
    public static TextNormalizer parse(String id) {
        return Ids.parse(values(), id, "normalizer", finding -> new Unsupported("Unknown text normalizer.", finding));
    }
}
