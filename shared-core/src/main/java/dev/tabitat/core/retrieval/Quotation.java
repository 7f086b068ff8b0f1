package dev.tabitat.core.retrieval;

import java.util.ArrayList;
import java.util.List;

/** How much of a question stands word for word in a passage: what is quoted is sought where it stands. */
public final class Quotation {

    /** Fewer words in a row are no quotation. */
    private static final int FEWEST = 3;
    private static final int MOST = 200;

    private final List<String> words;

    private Quotation(List<String> words) {
        this.words = words;
    }

    /** Of the question's words, function words too. */
    public static Quotation of(String question) {
        List<String> words = words(question, 0, question.length());
        return new Quotation(words.size() > MOST ? words.subList(0, MOST) : words);
    }

    private static List<String> words(String text, int from, int to) {
        List<String> words = new ArrayList<>();
        Words.each(text, from, to, new Words.Sink() {
            @Override
            public void word(int start, int end, String term) {
                words.add(term);
            }

            @Override
            public void joined(int start, int end, String term) {
                // The parts come as well.
            }
        });
        return words;
    }

    /**
     * The most of the question's words that stand in a row, in their order, among all; 0 for fewer than three. Linear
     * in both lengths.
     */
    public double share(String text, Passage passage) {
        if (words.size() < FEWEST) {
            return 0;
        }
        List<String> own = words(text, passage.start(), passage.end());
        int longest = 0;
        int[] before = new int[words.size() + 1];
        int[] row = new int[words.size() + 1];
        for (String word : own) {
            for (int i = 0; i < words.size(); i++) {
                row[i + 1] = words.get(i).equals(word) ? before[i] + 1 : 0;
                longest = Math.max(longest, row[i + 1]);
            }
            int[] free = before;
            before = row;
            row = free;
        }
        return longest < FEWEST ? 0 : (double) longest / words.size();
    }
}
