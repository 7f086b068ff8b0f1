package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import dev.tabitat.core.tokenizer.decoder.Decoder;
import dev.tabitat.core.tokenizer.normalizer.Normalizer;
import dev.tabitat.core.tokenizer.pretokenizer.Pieces;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * A tokenizer as Hugging Face has it: added tokens are found in the text, what lies between is normalized, cut into
 * pieces, and these into tokens; special tokens come around. Ids and offsets are those of its tokenizers library.
 */
final class TokenizerPipeline implements Tokenizer {

    private final AddedTokens added;
    private final Normalizer normalizer;
    private final PreTokenizer preTokenizer;
    private final TokenModel model;
    private final PostProcessor postProcessor;
    private final Decoder decoder;
    private final TokenSpaces spaces;

    TokenizerPipeline(AddedTokens added, Normalizer normalizer, PreTokenizer preTokenizer, TokenModel model,
            PostProcessor postProcessor, Decoder decoder) {
        this.added = added;
        this.normalizer = normalizer;
        this.preTokenizer = preTokenizer;
        this.model = model;
        this.postProcessor = postProcessor;
        this.decoder = decoder;
        Vocabulary vocabulary = model.vocabulary();
        spaces = postProcessor.trims().isEmpty() ? null : new TokenSpaces(vocabulary);
    }

    @Override
    public Encoding encode(String text, int maxTokens) {
        List<PostProcessor.Part> template = postProcessor.template(1);
        int room = room(template, maxTokens);
        TokenBuffer tokens = tokens(text, room, SpecialText.AS_TOKENS);
        return assemble(template, tokens, Math.min(tokens.count(), room), null, 0);
    }

    @Override
    public Encoding encodePair(String first, String second, int maxTokens, Truncation truncation) {
        List<PostProcessor.Part> template = postProcessor.template(2);
        int room = room(template, maxTokens);
        TokenBuffer one = tokens(first, room, SpecialText.AS_TOKENS);
        TokenBuffer two = tokens(second, room, SpecialText.AS_TOKENS);
        int[] kept = kept(one.count(), two.count(), room, truncation);
        return assemble(template, one, kept[0], two, kept[1]);
    }

    private static int room(List<PostProcessor.Part> template, int maxTokens) {
        int around = 0;
        for (PostProcessor.Part part : template) {
            around += part.sequence() < 0 ? 1 : 0;
        }
        if (maxTokens < around) {
            throw new InvalidInput("The limit leaves no room for the special tokens.",
                    Finding.at("maxTokens").expected("at least " + around).found(Integer.toString(maxTokens)));
        }
        return maxTokens - around;
    }

    /** How many tokens of each text stay. */
    private static int[] kept(int first, int second, int room, Truncation truncation) {
        long over = (long) first + second - room;
        if (over <= 0) {
            return new int[]{first, second};
        }
        if (truncation == Truncation.LONGEST_FIRST) {
            int shorter = Math.min(first, second);
            int longer = Math.max(shorter, room - shorter);
            if ((long) shorter + longer > room) {
                shorter = room / 2;
                longer = shorter + room % 2;
            }
            return first > second ? new int[]{longer, shorter} : new int[]{shorter, longer};
        }
        boolean isFirst = truncation == Truncation.ONLY_FIRST;
        int cut = isFirst ? first : second;
        if (cut <= over) {
            throw new InvalidInput("The limit leaves nothing of the text that is cut.",
                    Finding.at(isFirst ? "first text" : "second text").expected("more than " + over + " tokens")
                            .found(Integer.toString(cut)));
        }
        int left = (int) (cut - over);
        return isFirst ? new int[]{left, second} : new int[]{first, left};
    }

    /** The tokens of a text alone, without those that stand around one. */
    int[] ids(String text, SpecialText special) {
        TokenBuffer tokens = tokens(text, Integer.MAX_VALUE, special);
        int[] ids = new int[tokens.count()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens.id(i);
        }
        return ids;
    }

    /** The special tokens that stand before a text. */
    int[] before() {
        List<PostProcessor.Part> template = postProcessor.template(1);
        int count = 0;
        while (count < template.size() && template.get(count).sequence() < 0) {
            count++;
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = template.get(i).id();
        }
        return ids;
    }

    boolean isSpecial(int id) {
        return added.isSpecial(id);
    }

    private TokenBuffer tokens(String text, int room, SpecialText special) {
        String paired = Utf8.replaceUnpairedSurrogates(text);
        TokenBuffer buffer = new TokenBuffer(room);
        TokenModel.Cutter cutter = model.cutter(buffer);
        NormalizedText whole = NormalizedText.of(paired, 0, paired.length());
        added.asIs(special).find(whole, new AddedTokens.Parts() {

            @Override
            public void text(int from, int to) {
                NormalizedText part = from == 0 && to == whole.length() ? whole : whole.slice(from, to);
                normalizer.apply(part);
                cut(part, special, buffer, cutter);
            }

            @Override
            public void token(int id, int from, int to) {
                buffer.source(whole);
                buffer.added(id, from, to);
            }
        });
        for (boolean leavesOne : postProcessor.trims()) {
            buffer.trim(Math.min(buffer.count(), room), paired, spaces, leavesOne);
        }
        return buffer;
    }

    private void cut(NormalizedText text, SpecialText special, TokenBuffer buffer, TokenModel.Cutter cutter) {
        added.normalized(special).find(text, new AddedTokens.Parts() {

            @Override
            public void text(int from, int to) {
                Pieces pieces = new Pieces(text, from, to);
                preTokenizer.apply(pieces);
                buffer.source(pieces.text());
                int[] points = pieces.text().points();
                for (int i = 0; i < pieces.count(); i++) {
                    cutter.cut(points, pieces.from(i), pieces.to(i));
                }
            }

            @Override
            public void token(int id, int from, int to) {
                buffer.source(text);
                buffer.added(id, from, to);
            }
        });
    }

    private static Encoding assemble(List<PostProcessor.Part> template, TokenBuffer first, int firstKept,
            TokenBuffer second, int secondKept) {
        int texts = firstKept + secondKept;
        int around = 0;
        for (PostProcessor.Part part : template) {
            around += part.sequence() < 0 ? 1 : 0;
        }
        int length = around + texts;
        int[] ids = new int[length];
        int[] starts = new int[length];
        int[] ends = new int[length];
        int[] types = new int[length];
        int[] sequences = new int[length];
        int at = 0;
        for (PostProcessor.Part part : template) {
            TokenBuffer tokens = part.sequence() == 1 ? second : first;
            int count = part.sequence() < 0 ? 1 : part.sequence() == 1 ? secondKept : firstKept;
            for (int i = 0; i < count; i++) {
                boolean isText = part.sequence() >= 0;
                ids[at] = isText ? tokens.id(i) : part.id();
                starts[at] = isText ? tokens.start(i) : 0;
                ends[at] = isText ? tokens.end(i) : 0;
                types[at] = part.type();
                sequences[at++] = part.sequence();
            }
        }
        int all = around + first.count() + (second == null ? 0 : second.count());
        return new Encoding(ids, starts, ends, types, sequences, all);
    }

    @Override
    public int vocabularySize() {
        return added.size();
    }

    @Override
    public String token(int id) {
        if (added.has(id)) {
            return added.content(id);
        }
        if (model.vocabulary().nodeOf(id) < 0) {
            throw new InvalidInput("There is no such token.",
                    Finding.at("id").expected("0 to " + (vocabularySize() - 1)).found(Integer.toString(id)));
        }
        return model.vocabulary().token(id);
    }

    @Override
    public String decode(int[] ids, SpecialTokens specialTokens) {
        List<String> tokens = spellings(ids, specialTokens);
        return tokens.isEmpty() ? "" : String.join("", decoder.apply(tokens));
    }

    /** Whether the text of tokens ends with a part of a character. */
    boolean isOpen(int[] ids) {
        return decoder.isOpen(spellings(ids, SpecialTokens.KEEP));
    }

    private List<String> spellings(int[] ids, SpecialTokens specialTokens) {
        List<String> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            if (!isSkipped(id, specialTokens)) {
                tokens.add(added.has(id) ? added.spelling(id) : token(id));
            }
        }
        return tokens;
    }

    boolean isSkipped(int id, SpecialTokens specialTokens) {
        return specialTokens == SpecialTokens.SKIP && added.isSpecial(id);
    }

    @Override
    public StreamingDecoder streamingDecoder(SpecialTokens specialTokens) {
        return new StreamingDecoder(this, specialTokens);
    }
}
