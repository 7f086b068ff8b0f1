package dev.tabitat.host.tokenizer;

import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * Writes {@code BertTables.java}: what the original does to every code point, asked of the original itself, since its
 * tables are of three versions of Unicode, none of them that of Java or of a browser.
 */
final class BertTablesGenerator {

    static final Path SOURCE = Path.of("../shared-core/src/main/java/dev/tabitat/core/tokenizer/text/BertTables.java");

    private static final int POINTS = 0x110000;
    private static final int BATCH = 8192;
    private static final String LOWEST_MARK = "\u0334"; // class 1
    private static final String HIGHEST_MARK = "\u0345"; // class 240

    private final String[] decomposed = new String[POINTS];
    private final int[] ranks = new int[POINTS];

    private BertTablesGenerator() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(SOURCE, source());
    }

    static String source() throws IOException {
        return new BertTablesGenerator().generate();
    }

    private String generate() throws IOException {
        String[] cleaned = normalize(bert(true, false));
        String[] stripped = normalize(bert(false, true));
        System.arraycopy(normalize(JsonObject.of("type", "NFD")), 0, decomposed, 0, POINTS);
        rankMarks();
        int[] kinds = kinds();
        StringBuilder file = new StringBuilder(
                """
                        package dev.tabitat.core.tokenizer.text;

                        /**
                         * What Hugging Face's tokenizers 0.21 does to code points; made by BertTablesGenerator, which measures it.
                         *
                         * <pre>
                         * table  = number*
                         * number = digit*: 5 bits each, the lowest first, as the character 35 + bits, and 32 more when another follows
                         * signed = number: 2n for n &gt;= 0, -2n - 1 otherwise
                         * gap    = number: from the end of the entry before
                         * </pre>
                         */
                        final class BertTables {
                        """);
        constant(file, "(gap length)*: what clean_text takes away.", "REMOVED", set(p -> cleaned[p].isEmpty()));
        constant(file, "(gap length)*: white space.", "SPACES", set(p -> kinds[p] == 2));
        constant(file, "(gap length)*: punctuation, a word for itself.", "PUNCTUATION", set(p -> kinds[p] == 1));
        constant(file, "(gap length)*: marks that strip_accents takes away once decomposed.", "MARKS",
                set(p -> stripped[p].isEmpty() && decomposed[p].equals(text(p))));
        constant(file, "(gap length rank)*: combining classes other than 0, numbered from 1 in their order.", "CLASSES",
                classes());
        constant(file,
                "(gap * 4 + n - 1, signed from the first one before, (signed from U+0300){n - 1})*: full canonical decompositions,"
                        + " but those of Hangul.",
                "DECOMPOSITIONS", decompositions());
        return file.append("\n    private BertTables() {}\n}\n").toString();
    }

    private static JsonObject bert(boolean clean, boolean strip) {
        return JsonObject.of("type", "BertNormalizer", "clean_text", clean, "handle_chinese_chars", false,
                "strip_accents", strip, "lowercase", false);
    }

    private static String text(int point) {
        return new String(Character.toChars(point));
    }

    /** What becomes of every code point that stands alone. */
    private static String[] normalize(JsonObject normalizer) throws IOException {
        String[] results = new String[POINTS];
        try (PeerTokenizer peer = PeerTokenizer.ofBytes(normalizer)) {
            for (int from = 0; from < POINTS; from += BATCH) {
                int start = from;
                List<String> found = ask(peer, BATCH, i -> isText(start + i) ? text(start + i) : "");
                for (int i = 0; i < BATCH; i++) {
                    results[start + i] = isText(start + i) ? found.get(i) : text(start + i);
                }
            }
        }
        return results;
    }

    /** Neither half a surrogate pair nor the separator of questions. */
    private static boolean isText(int point) {
        return (point < 0xD800 || point > 0xDFFF) && point != '|';
    }

    private static List<String> ask(PeerTokenizer peer, int count, IntFunction<String> question) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < count; i++) {
            text.append(question.apply(i)).append('|');
        }
        String[] answers = String.join("", peer.words(text.toString())).split("\\|", -1);
        if (answers.length != count + 2) {
            throw new IllegalStateException(answers.length + " answers to " + count + " questions");
        }
        return Arrays.asList(answers).subList(1, count + 1);
    }

    private void rankMarks() throws IOException {
        List<Integer> left = new ArrayList<>();
        List<Integer> first = new ArrayList<>();
        try (PeerTokenizer peer = PeerTokenizer.ofBytes(JsonObject.of("type", "NFD"))) {
            for (int from = 0; from < POINTS; from += BATCH) {
                int start = from;
                List<String> after = ask(peer, BATCH, i -> isText(start + i) ? HIGHEST_MARK + text(start + i) : "");
                List<String> before = ask(peer, BATCH, i -> isText(start + i) ? text(start + i) + LOWEST_MARK : "");
                for (int i = 0; i < BATCH; i++) {
                    if (isText(start + i) && decomposed[start + i].equals(text(start + i))
                            && (!after.get(i).startsWith(HIGHEST_MARK)
                                    || before.get(i).startsWith(LOWEST_MARK) && !text(start + i).equals(LOWEST_MARK))) {
                        left.add(start + i);
                    }
                }
            }
            List<List<Integer>> classes = new ArrayList<>();
            while (!left.isEmpty()) {
                int one = left.get(0);
                first.add(one);
                List<Integer> all = left;
                List<String> after = ask(peer, all.size(), i -> text(one) + text(all.get(i)));
                List<String> before = ask(peer, all.size(), i -> text(all.get(i)) + text(one));
                List<Integer> same = new ArrayList<>();
                List<Integer> others = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                    boolean stays = after.get(i).startsWith(text(one)) && before.get(i).endsWith(text(one));
                    (stays ? same : others).add(all.get(i));
                }
                classes.add(same);
                left = others;
            }
            for (int k = 0; k < classes.size(); k++) {
                int one = first.get(k);
                int rank = 1;
                for (String pair : ask(peer, first.size(), i -> text(one) + text(first.get(i)))) {
                    rank += pair.startsWith(text(one)) ? 0 : 1;
                }
                for (int point : classes.get(k)) {
                    ranks[point] = rank;
                }
            }
        }
    }

    /** 0 for a part of a word, 1 for punctuation, 2 for white space. */
    private static int[] kinds() throws IOException {
        int[] kinds = new int[POINTS];
        try (PeerTokenizer peer = PeerTokenizer.ofBytes(JsonNull.NULL, JsonObject.of("type", "BertPreTokenizer"))) {
            for (int from = 0; from < POINTS; from += BATCH) {
                StringBuilder text = new StringBuilder();
                for (int point = from; point < from + BATCH; point++) {
                    text.append('a').append(isText(point) ? text(point) : "").append("a ");
                }
                List<String> words = peer.words(text.toString());
                int at = 0;
                for (int point = from; point < from + BATCH; point++) {
                    if (isText(point)) {
                        kinds[point] = words.get(at).length() > 1 ? 0
                                : words.get(at + 1).equals(text(point)) && point != 'a' ? 1 : 2;
                    }
                    at += kinds[point] == 0 ? 1 : kinds[point] == 1 ? 3 : 2;
                }
                if (at != words.size()) {
                    throw new IllegalStateException(at + " of " + words.size() + " words understood");
                }
            }
        }
        kinds['|'] = 1;
        return kinds;
    }

    private static Table set(IntPredicate contains) {
        BitSet set = new BitSet(POINTS);
        for (int point = 0; point < POINTS; point++) {
            if (contains.test(point)) {
                set.set(point);
            }
        }
        Table table = new Table();
        for (int start = set.nextSetBit(0), end = 0; start >= 0; start = set.nextSetBit(end)) {
            table.number(start - end);
            end = set.nextClearBit(start);
            table.number(end - start);
        }
        return table;
    }

    private Table classes() {
        Table table = new Table();
        for (int start = 0, end = 0; start < POINTS; start++) {
            if (ranks[start] > 0) {
                table.number(start - end);
                end = start + 1;
                while (end < POINTS && ranks[end] == ranks[start]) {
                    end++;
                }
                table.number(end - start).number(ranks[start]);
                start = end - 1;
            }
        }
        return table;
    }

    private Table decompositions() {
        Table table = new Table();
        int end = 0;
        int first = 0;
        for (int point = 0; point < POINTS; point++) {
            if (point >= 0xAC00 && point <= 0xD7A3 || decomposed[point].equals(text(point))) {
                continue;
            }
            int[] points = decomposed[point].codePoints().toArray();
            table.number((point - end) * 4 + points.length - 1).signed(points[0] - first);
            for (int i = 1; i < points.length; i++) {
                table.signed(points[i] - 0x300);
            }
            first = points[0];
            end = point + 1;
        }
        return table;
    }

    private static void constant(StringBuilder file, String what, String name, Table table) {
        file.append("\n    /** ").append(what).append(" */\n    static final String ").append(name).append(" = \"\"");
        String digits = table.digits.toString();
        for (int from = 0; from < digits.length(); from += 120) {
            String line = digits.substring(from, Math.min(digits.length(), from + 120));
            file.append("\n            + \"").append(line.replace("\\", "\\\\")).append('"');
        }
        file.append(";\n");
    }

    /** Numbers in the grammar of the written file. */
    private static final class Table {

        private final StringBuilder digits = new StringBuilder();

        Table number(int value) {
            int left = value;
            do {
                digits.append((char) (35 + (left & 31) + (left > 31 ? 32 : 0)));
                left >>>= 5;
            } while (left > 0);
            return this;
        }

        Table signed(int value) {
            return number(value >= 0 ? 2 * value : -2 * value - 1);
        }
    }
}
