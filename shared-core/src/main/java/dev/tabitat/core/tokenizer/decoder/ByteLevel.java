package dev.tabitat.core.tokenizer.decoder;

import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.normalizer.ByteAlphabet;
import java.util.List;

/** From GPT-2's alphabet back to UTF-8; a token that is not in the alphabet stands for itself. */
record ByteLevel() implements Decoder {

    @Override
    public List<String> apply(List<String> tokens) {
        return List.of(bytes(tokens).text());
    }

    @Override
    public boolean isOpen(List<String> tokens) {
        return bytes(tokens).isOpen();
    }

    private static LossyUtf8 bytes(List<String> tokens) {
        LossyUtf8 bytes = new LossyUtf8();
        for (String token : tokens) {
            boolean isEncoded = true;
            for (int i = 0; i < token.length() && isEncoded; i++) {
                isEncoded = ByteAlphabet.byteOf(token.charAt(i)) >= 0;
            }
            if (isEncoded) {
                for (int i = 0; i < token.length(); i++) {
                    bytes.add(ByteAlphabet.byteOf(token.charAt(i)));
                }
            } else {
                for (byte each : Utf8.encode(token)) {
                    bytes.add(each);
                }
            }
        }
        return bytes;
    }
}
