package dev.tabitat.core.tokenizer.decoder;

import java.util.ArrayList;
import java.util.List;

/** Tokens like {@code <0x41>} in a row become the text of their bytes, or U+FFFD for each where they are not UTF-8. */
record ByteFallback() implements Decoder {

    private static final String REPLACEMENT = "\uFFFD";

    @Override
    public List<String> apply(List<String> tokens) {
        List<String> parts = new ArrayList<>(tokens.size());
        LossyUtf8 bytes = new LossyUtf8();
        for (String token : tokens) {
            int value = value(token);
            if (value >= 0) {
                bytes.add(value);
                continue;
            }
            flush(bytes, parts);
            parts.add(token);
        }
        flush(bytes, parts);
        return parts;
    }

    /** A run that is not UTF-8 has its text, whatever follows. */
    @Override
    public boolean isOpen(List<String> tokens) {
        int from = tokens.size();
        while (from > 0 && value(tokens.get(from - 1)) >= 0) {
            from--;
        }
        LossyUtf8 bytes = new LossyUtf8();
        for (int i = from; i < tokens.size(); i++) {
            bytes.add(value(tokens.get(i)));
        }
        return bytes.isValidSoFar();
    }

    private static void flush(LossyUtf8 bytes, List<String> parts) {
        if (bytes.length() == 0) {
            return;
        }
        if (bytes.isValid()) {
            parts.add(bytes.text());
        } else {
            for (int i = 0; i < bytes.length(); i++) {
                parts.add(REPLACEMENT);
            }
        }
        bytes.clear();
    }

    /** The byte that a token spells, or -1. */
    private static int value(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') {
            return -1;
        }
        int high = digit(token.charAt(3));
        int low = digit(token.charAt(4));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        return c >= '0' && c <= '9' ? c - '0'
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
