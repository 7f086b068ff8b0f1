package dev.tabitat.core.text;

import dev.tabitat.core.ids.Identified;
import java.util.Optional;

/** Why a text's language is not told, however sure a model is of one. */
public enum LanguageObstacle implements Identified {

    /** Digits, punctuation, symbols or pictures only. */
    NO_LETTERS("no letters", "The text has no letters: numbers, signs and pictures belong to no language."),
    /** Control characters or characters that could not be decoded. */
    NO_TEXT("no text", "These are bytes of something else than text: many characters could not be read."),
    /** Program text, data, addresses, identifiers. */
    NO_SENTENCES("code or data", "This looks like code or data: most of it is no words of a language."),
    /** Single letters with spaces between. */
    SPACED_LETTERS("spaced letters",
            "The letters stand apart from each other: there are no words to go by. Write them without the spaces."),
    /** Circled, mathematical or letter-like characters. */
    DECORATED_LETTERS("decorated letters",
            "The letters are decorated characters, which the model has not been taught. Write them plainly."),
    /** A script in which none of the model's languages is written. */
    UNKNOWN_SCRIPT("a script that the model does not know", "None of the model's languages is written in this script."),
    /** Fewer letters than the model was calibrated on, in a script that several of its languages share. */
    TOO_FEW_LETTERS("too few letters",
            "There are too few letters to tell apart the languages that are written in this script. Write a sentence.");

    private final String title;
    private final String sentence;

    LanguageObstacle(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    /** The name in the log of decisions. */
    @Override
    public String id() {
        return name();
    }

    /** What was found, in a few words. */
    public String title() {
        return title;
    }

    /** What was found and what would help. */
    public String sentence() {
        return sentence;
    }

    /** What the text itself is, whatever the model; empty where it is written in words. */
    public static Optional<LanguageObstacle> of(WrittenText text) {
        return switch (text.kind()) {
            case WORDS -> Optional.empty();
            case NO_LETTERS -> Optional.of(NO_LETTERS);
            case BYTES -> Optional.of(NO_TEXT);
            case CODE -> Optional.of(NO_SENTENCES);
            case SPACED -> Optional.of(SPACED_LETTERS);
            case DECORATED -> Optional.of(DECORATED_LETTERS);
        };
    }

    /**
     * The same for a model.
     *
     * @param scripts of its languages
     * @param leastBytes of the texts that it was calibrated on; 0 where it was not
     */
    public static Optional<LanguageObstacle> of(WrittenText text, LanguageScripts scripts, int leastBytes) {
        Optional<LanguageObstacle> any = of(text);
        if (any.isPresent()) {
            return any;
        }
        if (!scripts.covers(text.script())) {
            return Optional.of(UNKNOWN_SCRIPT);
        }
        boolean isShort = !text.script().isDense() && scripts.isShared(text.script()) && text.length() < leastBytes;
        return isShort ? Optional.of(TOO_FEW_LETTERS) : Optional.empty();
    }
}
