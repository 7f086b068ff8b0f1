package dev.tabitat.core.generation;

import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import java.util.OptionalInt;

/** A tokenizer whose tokens are the bytes 0 to 254 as Latin-1 characters, but two: 0 begins a text, 1 ends it. */
final class LetterTokenizer implements GeneratorTokenizer {

    static final int SIZE = 255;

    @Override
    public int vocabularySize() {
        return SIZE;
    }

    @Override
    public int[] encode(String text, SpecialText special) {
        int[] ids = new int[text.length()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = text.charAt(i);
        }
        return ids;
    }

    @Override
    public int[] start() {
        return new int[0];
    }

    @Override
    public OptionalInt beginning() {
        return OptionalInt.of(0);
    }

    @Override
    public boolean isEnd(int id) {
        return id == 1;
    }

    @Override
    public boolean isControl(int id) {
        return id < 2;
    }

    @Override
    public String token(int id) {
        return String.valueOf((char) id);
    }

    @Override
    public TextStream stream() {
        return new TextStream() {

            @Override
            public String add(int id) {
                return isControl(id) ? "" : token(id);
            }

            @Override
            public String finish() {
                return "";
            }
        };
    }
}
