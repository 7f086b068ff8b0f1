package dev.tabitat.core.tokenizer;

import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.normalizer.Normalizer;
import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.text.WordProperties;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that are looked for in a text before it is cut; where several start, the longest is it. Some are looked for in
 * the text as it is, the others, themselves normalized, in the normalized text.
 *
 * <pre>
 * added_tokens = (id, content, single_word, lstrip, rstrip, normalized, special)*
 * </pre>
 */
final class AddedTokens {

    static final int MAX_ADDED = 100_000;

    /** One of them. @param spelling the content as the decoder gets it: normalized where it is looked for so */
    private record Added(int id, String content, String spelling, boolean isWord, boolean stripsLeft,
            boolean stripsRight, boolean isNormalized, boolean isSpecial) {
    }

    private final Map<Integer, Added> byId = new HashMap<>();
    private final Map<String, Integer> byContent = new HashMap<>();
    private final int size;
    private final Finder asIs;
    private final Finder normalized;
    /** The same without special tokens. */
    private final Finder plainAsIs;
    private final Finder plainNormalized;

    /** Reads them; ids are those of the vocabulary, or follow it in their order. */
    AddedTokens(JsonPart file, Vocabulary vocabulary, Normalizer normalizer) {
        int count = file.array("added_tokens").size();
        if (count > MAX_ADDED) {
            throw file.unsupported("added_tokens", "at most " + MAX_ADDED, Integer.toString(count));
        }
        List<Added> plainTokens = new ArrayList<>();
        List<Added> normalizedTokens = new ArrayList<>();
        int next = vocabulary.count();
        for (JsonPart entry : file.parts("added_tokens")) {
            Added token = read(entry, normalizer);
            int known = vocabulary.find(token.content());
            int expected = known >= 0 ? known : next++;
            if (token.id() != expected) {
                throw entry.damaged("id", Integer.toString(expected), Integer.toString(token.id()));
            }
            if (byContent.put(token.content(), token.id()) != null) {
                throw entry.damaged("content", "each text once", "\"" + JsonPart.shorten(token.content()) + "\" again");
            }
            if (known < 0 && vocabulary.nodeOf(token.id()) >= 0) {
                throw entry.damaged("id", "an id that the vocabulary has not", Integer.toString(token.id()));
            }
            byId.put(token.id(), token);
            (token.isNormalized() ? normalizedTokens : plainTokens).add(token);
        }
        size = Math.max(next, vocabulary.size());
        asIs = new Finder(file, plainTokens);
        normalized = new Finder(file, normalizedTokens);
        plainAsIs = withoutSpecial(file, plainTokens, asIs);
        plainNormalized = withoutSpecial(file, normalizedTokens, normalized);
    }

    private Finder withoutSpecial(JsonPart file, List<Added> tokens, Finder all) {
        List<Added> plain = new ArrayList<>();
        for (Added token : tokens) {
            if (!token.isSpecial()) {
                plain.add(token);
            }
        }
        return plain.size() == tokens.size() ? all : new Finder(file, plain);
    }

    private static Added read(JsonPart entry, Normalizer normalizer) {
        entry.only("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
        String content = entry.string("content");
        if (content.isEmpty() || content.length() > Vocabulary.MAX_TOKEN_LENGTH) {
            throw entry.damaged("content", "1 to " + Vocabulary.MAX_TOKEN_LENGTH + " characters",
                    content.length() + " characters");
        }
        String spelling = content;
        boolean isNormalized = entry.bool("normalized");
        if (isNormalized) {
            NormalizedText text = NormalizedText.of(content, 0, content.length());
            normalizer.apply(text);
            spelling = text.toString();
        }
        return new Added(entry.integer("id", 0, Vocabulary.MAX_ID), content, spelling, entry.bool("single_word"),
                entry.bool("lstrip"), entry.bool("rstrip"), isNormalized, entry.bool("special"));
    }

    /** One more than the highest id of all tokens. */
    int size() {
        return size;
    }

    /** The id of a token, or -1. */
    int find(String content) {
        Integer id = byContent.get(content);
        return id == null ? -1 : id;
    }

    boolean has(int id) {
        return byId.containsKey(id);
    }

    boolean isSpecial(int id) {
        Added token = byId.get(id);
        return token != null && token.isSpecial();
    }

    /** The content of one that is there. */
    String content(int id) {
        return byId.get(id).content();
    }

    /** The content of one that is there, as a decoder gets it. */
    String spelling(int id) {
        return byId.get(id).spelling();
    }

    /** Those that are looked for in the text as it is. @param special whether special ones are */
    Finder asIs(SpecialText special) {
        return special == SpecialText.AS_TOKENS ? asIs : plainAsIs;
    }

    /** Those that are looked for in the normalized text. @param special whether special ones are */
    Finder normalized(SpecialText special) {
        return special == SpecialText.AS_TOKENS ? normalized : plainNormalized;
    }

    /** Takes what a text is made of, in order. */
    interface Parts {

        /** A part without added tokens, not empty. */
        void text(int from, int to);

        /** An added token with the white space that it takes. */
        void token(int id, int from, int to);
    }

    /** Finds the tokens of one kind. */
    final class Finder {

        private final List<Added> tokens;
        private final Vocabulary trie;

        private Finder(JsonPart file, List<Added> all) {
            tokens = new ArrayList<>();
            List<String> spellings = new ArrayList<>();
            for (Added token : all) {
                // A token that normalization leaves nothing of is nowhere.
                if (!token.spelling().isEmpty()) {
                    tokens.add(token);
                    spellings.add(token.spelling());
                }
            }
            trie = Vocabulary.of(file, "added_tokens", spellings);
        }

        /** Linear in the text, times the length of the longest token. */
        void find(NormalizedText text, Parts parts) {
            int[] points = text.points();
            int length = text.length();
            int done = 0;
            int spacesFrom = 0;
            int spacesTo = 0;
            for (int at = 0; !tokens.isEmpty() && at < length;) {
                int index = -1;
                int matchEnd = at;
                int node = Vocabulary.ROOT;
                for (int i = at; i < length; i++) {
                    node = trie.child(node, points[i]);
                    if (node < 0) {
                        break;
                    }
                    if (trie.idOf(node) >= 0) {
                        index = trie.idOf(node);
                        matchEnd = i + 1;
                    }
                }
                if (index < 0) {
                    at++;
                    continue;
                }
                Added token = tokens.get(index);
                int start = at;
                int end = matchEnd;
                at = matchEnd;
                if (token.isWord() && (start > 0 && WordProperties.isWord(points[start - 1])
                        || end < length && WordProperties.isWord(points[end]))) {
                    continue;
                }
                while (token.stripsLeft() && start > done && CharacterProperties.isSpace(points[start - 1])) {
                    start--;
                }
                if (token.stripsRight()) {
                    // A run of white space in which tokens follow one another is measured once.
                    if (end < spacesFrom || end >= spacesTo) {
                        spacesFrom = end;
                        spacesTo = end;
                        while (spacesTo < length && CharacterProperties.isSpace(points[spacesTo])) {
                            spacesTo++;
                        }
                    }
                    end = Math.max(end, spacesTo);
                }
                if (done < start) {
                    parts.text(done, start);
                }
                parts.token(token.id(), start, end);
                done = end;
            }
            if (done < length) {
                parts.text(done, length);
            }
        }
    }
}
