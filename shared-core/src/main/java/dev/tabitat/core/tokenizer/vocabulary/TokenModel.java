package dev.tabitat.core.tokenizer.vocabulary;

/** An algorithm that cuts a piece of text into the tokens of a vocabulary. Immutable. */
public interface TokenModel {

    Vocabulary vocabulary();

    /** The work on one text, with its own scratch memory. */
    Cutter cutter(TokenSink sink);

    /** Cuts pieces, one after the other. */
    interface Cutter {

        /** Sends the tokens of {@code points[from]} to {@code points[to - 1]}: at least one code point. */
        void cut(int[] points, int from, int to);
    }

    /** Takes tokens in the order of the text. */
    interface TokenSink {

        /** A token and the code points that it stands for: at least one; neighbours may share one. */
        void token(int id, int from, int to);
    }
}
