package dev.tabitat.core.tokenizer.decoder;

import java.util.ArrayList;
import java.util.List;

/** A token that is no continuation starts a word; cleaning up takes the spaces before English punctuation. */
record WordPieceDecoder(String prefix, boolean cleansUp) implements Decoder {

    private static final String[] CLEANED = {" .", ".", " ?", "?", " !", "!", " ,", ",", " ' ", "'", " n't", "n't",
            " 'm", "'m", " do not", " don't", " 's", "'s", " 've", "'ve", " 're", "'re"};

    @Override
    public List<String> apply(List<String> tokens) {
        List<String> parts = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            String part = parts.isEmpty() ? token
                    : token.startsWith(prefix) ? token.substring(prefix.length()) : " " + token;
            for (int i = 0; cleansUp && i < CLEANED.length; i += 2) {
                part = part.replace(CLEANED[i], CLEANED[i + 1]);
            }
            parts.add(part);
        }
        return parts;
    }
}
