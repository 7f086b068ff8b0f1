package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.InvalidInput;
import java.util.OptionalInt;

/** The tokenizer of a model that generates text: prompts to tokens, and tokens to text as they come. Immutable. */
public interface GeneratorTokenizer {

    /** How texts of special tokens in a prompt are read. */
    enum SpecialText {
        /** {@code <|im_end|>} is seven characters and more, whoever wrote it: for what a person or a document says. */
        AS_TEXT,
        /** It is the token: for what a template or a raw prompt says. */
        AS_TOKENS
    }

    /** One more than the highest id. */
    int vocabularySize();

    /** The tokens of a text, in time near its length; an unpaired surrogate counts as U+FFFD. */
    int[] encode(String text, SpecialText special);

    /** What a prompt starts with: the token of the beginning where the model has been trained with it, or nothing. */
    int[] start();

    /** The token of the beginning, if there is one: what generation without a prompt starts with. */
    OptionalInt beginning();

    /** Whether a model says with this token that it is done. */
    boolean isEnd(int id);

    /** Whether a token is no part of the text: the beginning, the end, a turn's marks. */
    boolean isControl(int id);

    /** The token as the vocabulary spells it. @throws InvalidInput when there is no such id */
    String token(int id);

    /** The text of tokens, control tokens left out. @throws InvalidInput when there is no such id */
    default String decode(int[] ids) {
        TextStream stream = stream();
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(stream.add(id));
        }
        return text.append(stream.finish()).toString();
    }

    /** Decodes tokens as they come. */
    TextStream stream();

    /** The text of tokens that come one by one; what came back never ends in a part of a character. */
    interface TextStream {

        /** The text that is certain with one token more; it may be empty. @throws InvalidInput for an unknown id */
        String add(int id);

        /** What was held back, when no more tokens come: U+FFFD for a part of a character. */
        String finish();
    }
}
