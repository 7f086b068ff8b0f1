package dev.tabitat.core.retrieval;

import dev.tabitat.core.text.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.dutchStemmer;
import org.tartarus.snowball.ext.englishStemmer;
import org.tartarus.snowball.ext.frenchStemmer;
import org.tartarus.snowball.ext.germanStemmer;
import org.tartarus.snowball.ext.italianStemmer;
import org.tartarus.snowball.ext.portugueseStemmer;
import org.tartarus.snowball.ext.spanishStemmer;

/**
 * A language whose words are cut to their stems by Snowball's stemmer, and whose function words tell little of what is
 * asked.
 *
 * <p>
 * Words come in the spelling of {@link SearchText}, without accents. Where a stemmer needs the accent of an ending, it
 * is put back.
 */
enum Language {

    ENGLISH(new englishStemmer(), "", StopWords.ENGLISH),
    GERMAN(new germanStemmer(), "", StopWords.GERMAN),
    FRENCH(new frenchStemmer(), "ees=\u00e9es ee=\u00e9e", StopWords.FRENCH),
    SPANISH(new spanishStemmer(), "cion=ci\u00f3n sion=si\u00f3n", StopWords.SPANISH),
    ITALIAN(new italianStemmer(), "ita=it\u00e0", StopWords.ITALIAN),
    DUTCH(new dutchStemmer(), "", StopWords.DUTCH),
    PORTUGUESE(new portugueseStemmer(), "coes=\u00e7\u00f5es cao=\u00e7\u00e3o oes=\u00f5es", StopWords.PORTUGUESE);

    private static final int SHORTEST = 3;
    private static final int LONGEST = 40;
    private static final Map<Language, Set<String>> STOP_WORDS = new EnumMap<>(Language.class);

    static {
        for (Language language : values()) {
            STOP_WORDS.put(language, new HashSet<>(Arrays.asList(Split.array(language.stopWords, ' '))));
        }
    }

    private final SnowballStemmer stemmer;
    private final String[] accents;
    private final String stopWords;

    Language(SnowballStemmer stemmer, String accents, String stopWords) {
        this.stemmer = stemmer;
        this.accents = accents.isEmpty() ? new String[0] : Split.array(accents, ' ');
        this.stopWords = stopWords;
    }

    /** The stem of a word; words that are short, long, or hold other than Latin letters are their own. */
    String stem(String word) {
        if (word.length() < SHORTEST || word.length() > LONGEST || !isLatin(word)) {
            return word;
        }
        stemmer.setCurrent(accented(word));
        stemmer.stem();
        StringBuilder plain = new StringBuilder();
        String stem = stemmer.getCurrent();
        for (int i = 0; i < stem.length(); i++) {
            Folding.append(plain, stem.charAt(i));
        }
        return plain.toString();
    }

    private static boolean isLatin(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < 'a' || word.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    private String accented(String word) {
        for (String accent : accents) {
            int equals = accent.indexOf('=');
            String plain = accent.substring(0, equals);
            if (word.endsWith(plain)) {
                return word.substring(0, word.length() - plain.length()) + accent.substring(equals + 1);
            }
        }
        return word;
    }

    /** Whether a word is one that sentences of this language need, whatever they say. */
    boolean isStopWord(String word) {
        return STOP_WORDS.get(this).contains(word);
    }

    /** All of them. */
    Set<String> stopWords() {
        return STOP_WORDS.get(this);
    }

    /** The language, or languages, most of whose function words stand among these; none where there are none of any. */
    static List<Language> of(List<String> words) {
        List<Language> best = new ArrayList<>();
        int most = 1;
        for (Language language : values()) {
            int count = 0;
            for (String word : words) {
                count += language.isStopWord(word) ? 1 : 0;
            }
            if (count > most) {
                best.clear();
                most = count;
            }
            if (count == most) {
                best.add(language);
            }
        }
        return best;
    }

    /** The language's name in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
