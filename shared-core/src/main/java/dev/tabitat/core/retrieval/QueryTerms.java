package dev.tabitat.core.retrieval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a question is looked for as in an index: for each of its words the words of the index that stand for it.
 *
 * <p>
 * A word stands for itself and for the words of its stem in the question's language. One that stands nowhere stands for
 * words that begin with it, hold it or are abbreviated by it, for its own parts, or for words that are one letter away,
 * two from eight letters on; words with digits only for themselves or for what holds them. Function words of the
 * question's language count little, unless there is nothing else.
 */
public final class QueryTerms {

    private static final float FUNCTION_WORD = 0.1f;
    private static final float PART_OF_FOUND = 0.2f;
    private static final float SAME_STEM = 0.9f;
    private static final float BEGINS = 0.7f;
    private static final float HOLDS = 0.6f;
    private static final float ONE_AWAY = 0.8f;
    private static final float TWO_AWAY = 0.6f;
    private static final float OWN_PART = 0.5f;
    private static final int MAX_GUESSES = 8;
    private static final int SHORTEST_ABBREVIATION = 3;
    private static final int SHORTEST_HELD = 5;
    private static final int SHORTEST_MISSPELT = 4;
    private static final int SHORTEST_TWO_AWAY = 8;
    private static final int SHORTEST_COMPOUND = 8;
    private static final int SHORTEST_PART = 4;
    private static final int MAX_WORDS = 400;

    private final WordIndex index;
    private final List<Language> languages;
    private final Map<String, TermGroup> groups = new LinkedHashMap<>();

    private QueryTerms(WordIndex index, List<Language> languages) {
        this.index = index;
        this.languages = languages;
    }

    /** The question's words in order, each once. */
    public static List<TermGroup> of(String question, WordIndex index) {
        List<Words.Token> tokens = Words.tokens(question);
        if (tokens.size() > MAX_WORDS) {
            tokens = tokens.subList(0, MAX_WORDS);
        }
        List<String> words = new ArrayList<>();
        tokens.forEach(token -> token.parts().forEach(part -> words.add(part.text())));
        List<Language> spoken = Language.of(words);
        QueryTerms terms = new QueryTerms(index, spoken.isEmpty() ? index.languages() : spoken);
        for (int i = 0; i < tokens.size(); i++) {
            if (i + 1 < tokens.size() && terms.joined(tokens.get(i), tokens.get(i + 1))) {
                i++;
            } else {
                terms.add(tokens.get(i));
            }
        }
        return terms.weighed(spoken);
    }

    /** Function words count little, unless there is nothing else. */
    private List<TermGroup> weighed(List<Language> spoken) {
        List<TermGroup> all = new ArrayList<>();
        boolean hasContent = false;
        for (TermGroup group : groups.values()) {
            boolean isStopWord = spoken.stream().anyMatch(language -> language.isStopWord(group.label()));
            hasContent |= !isStopWord && group.isContent();
            all.add(isStopWord ? new TermGroup(group.label(), FUNCTION_WORD, group.variants()) : group);
        }
        return hasContent ? all : List.copyOf(groups.values());
    }

    private void put(String label, float weight, List<TermGroup.Variant> variants) {
        TermGroup there = groups.get(label);
        if (there == null || there.weight() < weight) {
            groups.put(label, new TermGroup(label, weight, variants));
        }
    }

    private void add(Words.Token token) {
        if (token.isPaired()) {
            token.parts().forEach(part -> put(part.text(), 1, pair(part.text())));
            return;
        }
        List<TermGroup.Variant> whole = found(token.wholes());
        boolean isNumber = !token.wholes().isEmpty() && isDigits(token.wholes().get(0));
        if (!whole.isEmpty() || isNumber) {
            put(token.wholes().get(0), 1, whole);
        }
        for (Words.Term part : token.parts()) {
            boolean isNoise = token.parts().size() > 1 && part.text().length() == 1;
            if (whole.isEmpty() && !isNumber && !isNoise) {
                put(part.text(), 1, word(part.text()));
            } else {
                put(part.text(), isNoise ? FUNCTION_WORD : PART_OF_FOUND, found(List.of(part.text())));
            }
        }
    }

    /** Two words that the index knows as one, where it lacks one of them. */
    private boolean joined(Words.Token first, Words.Token second) {
        boolean isSingle = first.parts().size() == 1 && second.parts().size() == 1 && !first.isPaired()
                && !second.isPaired();
        if (!isSingle) {
            return false;
        }
        String one = first.parts().get(0).text();
        String other = second.parts().get(0).text();
        boolean isOne = index.frequency(one + other) > 0 && (index.frequency(one) == 0 || index.frequency(other) == 0);
        if (isOne) {
            put(one + other, 1, word(one + other));
        }
        return isOne;
    }

    private List<TermGroup.Variant> found(List<String> terms) {
        List<TermGroup.Variant> found = new ArrayList<>();
        terms.stream().filter(term -> index.frequency(term) > 0)
                .forEach(term -> found.add(new TermGroup.Variant(term, 1)));
        return found;
    }

    /** A pair, or a lone character, which stands in pairs. */
    private List<TermGroup.Variant> pair(String text) {
        List<TermGroup.Variant> found = found(List.of(text));
        if (text.codePointCount(0, text.length()) == 1) {
            index.eachTerm(term -> {
                if (!term.equals(text) && term.codePointCount(0, term.length()) == 2 && term.contains(text)) {
                    found.add(new TermGroup.Variant(term, 1));
                }
            });
        }
        return found;
    }

    private List<TermGroup.Variant> word(String word) {
        Map<String, Float> variants = new LinkedHashMap<>();
        forms(word, 1, variants);
        boolean joinsWords = languages.contains(Language.GERMAN) || languages.contains(Language.DUTCH);
        if (variants.isEmpty() || joinsWords && word.length() >= SHORTEST_HELD) {
            holding(word, variants);
        }
        if (variants.isEmpty() && isLetters(word)) {
            misspelt(word, variants);
            if (variants.isEmpty()) {
                parts(word, variants);
            }
        }
        List<TermGroup.Variant> all = new ArrayList<>();
        variants.forEach((term, weight) -> all.add(new TermGroup.Variant(term, weight)));
        return all;
    }

    /** A word and those of its stem. */
    private void forms(String word, float weight, Map<String, Float> into) {
        if (index.frequency(word) > 0) {
            into.merge(word, weight, Math::max);
        }
        for (Language language : languages) {
            for (String other : index.withStem(language, language.stem(word))) {
                if (!other.equals(word)) {
                    into.merge(other, weight * SAME_STEM, Math::max);
                }
            }
        }
    }

    /** Words that begin with it, end with it or hold it; the commonest. */
    private void holding(String word, Map<String, Float> into) {
        if (word.length() < SHORTEST_ABBREVIATION) {
            return;
        }
        Map<String, Float> found = new LinkedHashMap<>();
        boolean isAbbreviation = word.chars().allMatch(c -> c >= 'a' && c <= 'z' && "aeiou".indexOf(c) < 0);
        index.eachTerm(term -> {
            if (term.length() > word.length()) {
                if (term.startsWith(word)) {
                    found.put(term, BEGINS);
                } else if (isAbbreviation && abbreviates(word, term)) {
                    found.put(term, HOLDS);
                } else if (word.length() >= SHORTEST_HELD && term.contains(word)) {
                    found.put(term, HOLDS);
                }
            }
        });
        commonest(found).forEach((term, weight) -> into.merge(term, weight, Math::max));
    }

    /**
     * Whether a word without vowels is what is left of another: {@code wks} of weeks. The first and the last letter are
     * the same.
     */
    private static boolean abbreviates(String word, String term) {
        if (term.length() > 3 * word.length() || term.charAt(0) != word.charAt(0)
                || term.charAt(term.length() - 1) != word.charAt(word.length() - 1)) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < term.length() && at < word.length(); i++) {
            at += term.charAt(i) == word.charAt(at) ? 1 : 0;
        }
        return at == word.length();
    }

    private void misspelt(String word, Map<String, Float> into) {
        if (word.length() < SHORTEST_MISSPELT) {
            return;
        }
        int most = word.length() >= SHORTEST_TWO_AWAY ? 2 : 1;
        List<String> spellings = new ArrayList<>(List.of(word));
        for (Language language : languages) {
            String stem = language.stem(word);
            if (stem.length() >= SHORTEST_MISSPELT && !spellings.contains(stem)) {
                spellings.add(stem);
            }
        }
        Map<String, Float> near = new LinkedHashMap<>();
        int[] least = {most};
        index.eachTerm(term -> {
            if (term.length() < SHORTEST_MISSPELT || Math.abs(term.length() - word.length()) > 2 + most
                    || !isLetters(term)) {
                return;
            }
            int distance = most + 1;
            for (String spelling : spellings) {
                distance = Math.min(distance, EditDistance.of(spelling, term, least[0]));
            }
            if (distance < least[0]) {
                least[0] = distance;
                near.clear();
            }
            if (distance <= least[0]) {
                near.put(term, distance <= 1 ? ONE_AWAY : TWO_AWAY);
            }
        });
        commonest(near).forEach((term, weight) -> forms(term, weight, into));
    }

    /** What a compound is made of, as far as it stands in the index. */
    private void parts(String word, Map<String, Float> into) {
        if (word.length() < SHORTEST_COMPOUND) {
            return;
        }
        String begins = "";
        String ends = "";
        for (int length = word.length() - SHORTEST_PART; length >= SHORTEST_PART
                && (begins.isEmpty() || ends.isEmpty()); length--) {
            String begin = word.substring(0, length);
            String end = word.substring(word.length() - length);
            begins = begins.isEmpty() && isKnown(begin) ? begin : begins;
            ends = ends.isEmpty() && isKnown(end) ? end : ends;
        }
        for (String part : List.of(begins, ends)) {
            if (!part.isEmpty()) {
                forms(part, OWN_PART, into);
            }
        }
    }

    private boolean isKnown(String word) {
        return index.frequency(word) > 0
                || languages.stream().anyMatch(language -> !index.withStem(language, language.stem(word)).isEmpty());
    }

    private Map<String, Float> commonest(Map<String, Float> found) {
        if (found.size() <= MAX_GUESSES) {
            return found;
        }
        List<String> order = new ArrayList<>(found.keySet());
        order.sort((a, b) -> index.frequency(a) != index.frequency(b)
                ? Integer.compare(index.frequency(b), index.frequency(a))
                : a.compareTo(b));
        Map<String, Float> first = new LinkedHashMap<>();
        order.subList(0, MAX_GUESSES).forEach(term -> first.put(term, found.get(term)));
        return first;
    }

    private static boolean isLetters(String word) {
        return word.chars().allMatch(Character::isLetter);
    }

    private static boolean isDigits(String word) {
        return word.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }
}
