package dev.tabitat.core.retrieval;

import dev.tabitat.core.documents.Block;
import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts documents into passages along their structure: a passage never runs over a heading, begins with the heading that
 * it follows, and is made of whole sentences where these fit; a row of a table is a passage of its own. Neighbours in a
 * section share their last sentences. Every letter of the document is in some passage; passages begin and end with
 * something other than white space.
 */
public final class Chunker {

    /** Special tokens, and what a context may take. */
    private static final int AROUND = 2;
    private static final int MAX_CONTEXT = 120;
    private static final int CONTEXT_TOKENS = 40;
    private static final int LEVELS = 7;

    private final TokenEnds tokens;
    private final int most;
    private final int target;
    private final int overlap;

    private Chunker(TokenEnds tokens, int maxTokens, int targetTokens, int overlapTokens) {
        this.tokens = tokens;
        this.most = Math.max(8, maxTokens - AROUND - CONTEXT_TOKENS);
        this.target = Math.min(most, targetTokens);
        this.overlap = Math.min(overlapTokens, target / 2);
    }

    /**
     * By an encoder's tokens.
     *
     * @param maxTokens what the encoder reads, special tokens included
     * @param targetTokens what a passage should have
     * @param overlapTokens what it repeats of the one before, at most
     */
    public static Chunker over(Tokenizer tokenizer, int maxTokens, int targetTokens, int overlapTokens) {
        return new Chunker(TokenEnds.of(tokenizer), maxTokens, targetTokens, overlapTokens);
    }

    /** The same by a cautious estimate, where there is no encoder. */
    public static Chunker overWords(int maxTokens, int targetTokens, int overlapTokens) {
        return new Chunker(TokenEnds.BY_LETTERS, maxTokens, targetTokens, overlapTokens);
    }

    /** Linear in the length of the text. */
    public List<Passage> passages(DocumentText document) {
        Cutting cutting = new Cutting(document.text());
        for (Block block : document.blocks()) {
            cutting.take(block);
        }
        cutting.flush();
        return cutting.passages;
    }

    /** A sentence, or a part of one that is too long. */
    private record Unit(int start, int end, int tokens) {}

    /** One document on its way. */
    private final class Cutting {

        private final String text;
        private final List<Passage> passages = new ArrayList<>();
        private final List<Unit> open = new ArrayList<>();
        private final String[] path = new String[LEVELS];
        private String context = "";
        private int openTokens;
        private int freshTokens;
        private boolean isOnlyHeading;
        private boolean canJoinLast;
        private int lastTokens;

        Cutting(String text) {
            this.text = text;
            Arrays.fill(path, "");
        }

        void take(Block block) {
            switch (block.kind()) {
                case HEADING -> heading(block);
                case ROW -> row(block);
                default -> body(block);
            }
        }

        /** Begins a section; headings that follow one another begin it together. */
        private void heading(Block block) {
            if (!isOnlyHeading || open.isEmpty()) {
                flush();
                context = joined();
            }
            int level = Math.min(LEVELS - 1, Math.max(1, block.level()));
            path[level] = text.substring(block.start(), block.end()).replace('\n', ' ').trim();
            for (int below = level + 1; below < LEVELS; below++) {
                path[below] = "";
            }
            if (open.isEmpty()) {
                context = above(level);
            }
            for (Unit unit : units(block)) {
                if (!open.isEmpty() && openTokens + unit.tokens > most) {
                    emit();
                }
                add(unit);
            }
            isOnlyHeading = openTokens <= target;
        }

        private void row(Block block) {
            if (!isOnlyHeading) {
                flush();
            }
            for (Unit unit : units(block)) {
                if (!open.isEmpty() && openTokens + unit.tokens > most) {
                    emit();
                }
                add(unit);
            }
            emit();
            canJoinLast = false;
        }

        private void body(Block block) {
            for (Unit unit : units(block)) {
                if (!open.isEmpty() && !isOnlyHeading && openTokens + unit.tokens > target
                        || !open.isEmpty() && openTokens + unit.tokens > most) {
                    List<Unit> shared = shared(unit.tokens);
                    emit();
                    shared.forEach(this::add);
                    freshTokens = 0;
                }
                add(unit);
                isOnlyHeading = false;
            }
        }

        private void add(Unit unit) {
            open.add(unit);
            openTokens += unit.tokens;
            freshTokens += unit.tokens;
        }

        /** The last sentences of the open passage that the next one repeats. */
        private List<Unit> shared(int next) {
            int sum = 0;
            int from = open.size();
            while (from > 1 && sum + open.get(from - 1).tokens <= overlap
                    && sum + open.get(from - 1).tokens + next <= target) {
                sum += open.get(--from).tokens;
            }
            return new ArrayList<>(open.subList(from, open.size()));
        }

        /** Ends a section: what is left goes to the passage before where it fits there. */
        void flush() {
            if (open.isEmpty()) {
                return;
            }
            Passage last = passages.isEmpty() ? null : passages.get(passages.size() - 1);
            boolean joins = canJoinLast && last != null && freshTokens < target / 4 && lastTokens + freshTokens <= most;
            if (joins) {
                passages.set(passages.size() - 1,
                        new Passage(last.start(), open.get(open.size() - 1).end, last.context()));
                clear();
            } else {
                emit();
            }
            canJoinLast = false;
        }

        private void emit() {
            if (open.isEmpty()) {
                return;
            }
            passages.add(new Passage(open.get(0).start, open.get(open.size() - 1).end, context));
            lastTokens = openTokens;
            canJoinLast = true;
            context = joined();
            clear();
        }

        private void clear() {
            open.clear();
            openTokens = 0;
            isOnlyHeading = false;
            freshTokens = 0;
        }

        private String above(int level) {
            StringBuilder above = new StringBuilder();
            for (int i = 1; i < level; i++) {
                above.append(path[i].isEmpty() || above.length() == 0 ? "" : " \u203A ").append(path[i]);
            }
            return cut(above.toString());
        }

        private String joined() {
            return above(LEVELS);
        }

        /** Keeps the end, which says most of the passage. */
        private String cut(String words) {
            if (words.length() <= MAX_CONTEXT) {
                return words;
            }
            int from = words.length() - MAX_CONTEXT + 2;
            return "\u2026 " + words.substring(Character.isLowSurrogate(words.charAt(from)) ? from + 1 : from);
        }

        /** The sentences of a block; lines where lines matter. */
        private List<Unit> units(Block block) {
            int[] ends = tokens.of(text, block.start(), block.end());
            List<Unit> units = new ArrayList<>();
            boolean isLines = block.kind() == Block.Kind.CODE;
            boolean isWhole = block.kind() == Block.Kind.ROW || block.kind() == Block.Kind.HEADING;
            int token = 0;
            for (int at = skipSpace(block.start(), block.end()); at < block.end();) {
                int end = isWhole ? block.end()
                        : isLines ? line(at, block.end()) : Sentences.end(text, at, block.end());
                int first = token;
                while (token < ends.length && ends[token] <= end) {
                    token++;
                }
                cut(units, at, trimmed(at, end), ends, first, token);
                at = skipSpace(end, block.end());
            }
            return units;
        }

        private void cut(List<Unit> units, int from, int to, int[] ends, int first, int last) {
            int start = from;
            int token = first;
            while (last - token > target) {
                int next = token + target;
                int end = border(start, ends[next - 1], to);
                units.add(new Unit(start, trimmed(start, end), target));
                while (token < last && ends[token] <= end) {
                    token++;
                }
                start = skipSpace(end, to);
            }
            if (start < to) {
                units.add(new Unit(start, to, Math.max(1, last - token)));
            }
        }

        /** Back to the last space where one is near; never between the halves of a character. */
        private int border(int start, int end, int to) {
            for (int at = end; at > start + (end - start) / 2; at--) {
                if (at < to && Character.isWhitespace(text.charAt(at))) {
                    return at;
                }
            }
            return end < to && Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end;
        }

        private int line(int from, int to) {
            int end = text.indexOf('\n', from);
            return end < 0 || end > to ? to : end;
        }

        private int skipSpace(int from, int to) {
            int at = from;
            while (at < to && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at;
        }

        private int trimmed(int from, int to) {
            int end = to;
            while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            return end;
        }
    }
}
