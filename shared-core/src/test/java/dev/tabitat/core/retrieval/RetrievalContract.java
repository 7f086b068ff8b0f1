package dev.tabitat.core.retrieval;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.documents.Block;
import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words, passages and their index do what their definitions say. */
public final class RetrievalContract {

    private static final long SEED = 20_261_129L;

    private RetrievalContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("retrieval: words are folded, joined and paired", check -> words(check)),
                Contract.of("retrieval: BM25 is its definition, and what was removed leaves nothing",
                        RetrievalContract::bm25),
                Contract.of("retrieval: words of passages are written and read, and damage is found",
                        RetrievalContract::codec),
                Contract.of("retrieval: passages hold every letter, are trimmed, and keep within the limit",
                        RetrievalContract::passages),
                Contract.of("retrieval: passages follow headings, rows and sentences", RetrievalContract::structure),
                Contract.of("retrieval: sentences end where they end", RetrievalContract::sentences),
                Contract.of("retrieval: the nearest vectors are the nearest, the earlier first",
                        RetrievalContract::nearest),
                Contract.of("retrieval: questions find other forms, parts and misspellings of their words",
                        RetrievalContract::questions),
                Contract.of("retrieval: what is quoted counts by its longest run", RetrievalContract::quotation),
                Contract.of("retrieval: passages have their sentences", RetrievalContract::bestSentences),
                Contract.of("retrieval: the edit distance is its definition, as far as is asked",
                        RetrievalContract::distance));
    }

    private static List<String> words(String text) {
        List<String> terms = new ArrayList<>();
        Words.each(text, 0, text.length(), (start, end, term) -> terms.add(term));
        return terms;
    }

    private static void words(Check check) {
        check.equal("folds", List.of("strasse", "cafe", "lodz", "izmir"), words("Straße CAFÉ Łódź İzmir"));
        check.equal("a mark apart", List.of("cafe"), words("cafe\u0301"));
        check.equal("joined", List.of("inv2231", "inv", "2231", "foobar", "foo", "bar", "3.14", "3", "14"),
                words("INV-2231 foo_bar 3.14."));
        check.equal("neighbouring parts", List.of("usbckabel", "usbc", "usb", "ckabel", "c", "kabel"),
                words("USB-C-Kabel"));
        check.equal("apostrophes", List.of("anna", "lamour", "l", "amour", "dont", "don", "t"),
                words("Anna's l\u2019amour don't"));
        check.equal("pairs", List.of("東京", "京都", "a", "水"), words("東京都a水"));
        check.equal("endings are glued on", List.of("학교", "교에", "에서"), words("학교에서"));
        check.equal("thousands",
                List.of("10000", "10.000", "10", "000", "10000", "10", "000", "1234.56", "1.234.56", "1", "234", "56"),
                words("10,000 10 000 1.234,56"));
        check.equal("signs", List.of("c++", "c#", "c", "\u00a7", "5", "\u20ac", "\uD83D\uDE80"),
                words("C++ C# C \u00a7 5 \u20ac \uD83D\uDE80"));
        check.equal("forms of other characters", List.of("financial", "abc1", "kg", "viii", "h2o"),
                words("\uFB01nancial \uFF21\uFF22\uFF23\uFF11 \u338F \u2167 H\u2082O"));
        check.equal("what is not seen parts nothing", List.of("example", "cooperate"),
                words("ex\u200Bam\u200Bple co\u2060operate"));
        check.equal("cut", 64, words("x".repeat(1000)).get(0).length());
    }

    private static String text(SplitMix64 random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append((char) ('a' + random.nextInt(4))).append((char) ('a' + random.nextInt(4)))
                    .append(random.nextInt(9) == 0 ? ". A" : " ");
        }
        return text.append('x').toString();
    }

    private static void bm25(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        for (int round = 0; round < 30; round++) {
            List<String> texts = new ArrayList<>();
            WordIndex index = new WordIndex();
            for (int step = 0; step < 40; step++) {
                if (texts.size() > 3 && random.nextInt(4) == 0) {
                    int from = random.nextInt(texts.size());
                    int to = from + random.nextInt(texts.size() - from + 1);
                    index.remove(from, to);
                    texts.subList(from, to).clear();
                } else {
                    String text = text(random, 1 + random.nextInt(30));
                    check.equal("first row", texts.size(),
                            index.add(PassageWords.of(text, "", List.of(new Passage(0, text.length(), "")))));
                    texts.add(text);
                }
            }
            List<String> query = List.of("aa", "bc", "dd", "nowhere");
            List<TermGroup> groups = query.stream()
                    .map(term -> new TermGroup(term, 1, List.of(new TermGroup.Variant(term, 1)))).toList();
            WordIndex.Found found = index.find(groups, 1000, RowRanges.all(index.size()));
            Hits hits = found.hits();
            double mean = texts.stream().mapToInt(RetrievalContract::length).average().orElse(1);
            double[] scores = new double[texts.size()];
            int above = 0;
            for (int row = 0; row < scores.length; row++) {
                for (String term : query) {
                    long n = texts.stream().filter(text -> count(text, term) > 0).count();
                    double f = count(texts.get(row), term);
                    scores[row] += Math.log(1 + (texts.size() - n + 0.5) / (n + 0.5)) * f * 1.9
                            / (f + 0.9 * (0.6 + 0.4 * Math.max(20, length(texts.get(row))) / Math.max(20, mean)));
                }
                above += scores[row] > 0 ? 1 : 0;
            }
            check.equal("rows, seed " + SEED, above, hits.size());
            for (int i = 0; i < hits.size(); i++) {
                check.near("score, seed " + SEED, scores[hits.rows()[i]], hits.scores()[i], 1e-5);
                String own = texts.get(hits.rows()[i]);
                double all = 0;
                double held = 0;
                for (String term : query) {
                    long n = texts.stream().filter(text -> count(text, term) > 0).count();
                    double idf = Math.log(1 + (texts.size() - n + 0.5) / (n + 0.5));
                    all += idf;
                    held += count(own, term) > 0 ? idf : 0;
                }
                check.near("share, seed " + SEED, held / all, found.shares()[i], 1e-5);
                check.near("ratio, seed " + SEED, scores[hits.rows()[i]] / (all * 1.9), found.scores()[i], 1e-5);
            }
            index.remove(0, index.size());
            check.equal("nothing is left", new WordIndex().frequency("aa"), index.frequency("aa"));
        }
    }

    private static int length(String text) {
        int[] count = {0};
        Words.each(text, 0, text.length(), (start, end, term) -> count[0]++);
        return count[0];
    }

    private static int count(String text, String wanted) {
        int[] count = {0};
        Words.each(text, 0, text.length(), (start, end, term) -> count[0] += term.equals(wanted) ? 1 : 0);
        return count[0];
    }

    private static void codec(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        String text = text(random, 60);
        byte[] bytes = PassageWords
                .of(text, "Title", List.of(new Passage(0, 40, "Über uns"), new Passage(40, text.length(), "")))
                .toBytes();
        check.isTrue("both ways", Arrays.equals(bytes, PassageWords.fromBytes(bytes).toBytes()));
        for (int i = 0; i < bytes.length; i++) {
            byte[] shorter = Arrays.copyOf(bytes, i);
            check.fails("cut at " + i, DamagedData.class, () -> PassageWords.fromBytes(shorter));
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 + random.nextInt(255));
            try {
                check.isTrue("what is read can be written, seed " + SEED,
                        PassageWords.fromBytes(changed).toBytes().length > 0);
            } catch (TabitatException refused) {
                check.isTrue("says where", refused.finding().where().startsWith("words, byte"));
            }
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        check.fails("more behind the end", DamagedData.class, () -> PassageWords.fromBytes(longer));
        byte[] newer = bytes.clone();
        newer[3] = 3;
        check.fails("newer", Unsupported.class, () -> PassageWords.fromBytes(newer));
        byte[] older = bytes.clone();
        older[3] = 1;
        check.isTrue("an older one is told apart",
                PassageWords.isOutdated(older) && !PassageWords.isOutdated(bytes) && !PassageWords.isOutdated(newer));
        check.fails("older", DamagedData.class, () -> PassageWords.fromBytes(older));
    }

    private static void passages(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        Block.Kind[] kinds = Block.Kind.values();
        Chunker chunker = Chunker.overWords(106, 48, 12);
        for (int round = 0; round < 100; round++) {
            StringBuilder all = new StringBuilder();
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String text = random.nextInt(8) == 0 ? "y".repeat(3000) : text(random, random.nextInt(120));
                Block.Kind kind = kinds[random.nextInt(kinds.length)];
                blocks.add(new Block(kind, kind == Block.Kind.HEADING ? 1 + random.nextInt(3) : 0, all.length(),
                        all.length() + text.length()));
                all.append(text).append('\n');
            }
            String text = all.toString();
            boolean[] covered = new boolean[text.length()];
            int before = -1;
            for (Passage passage : chunker.passages(new DocumentText("", text, blocks, List.of(), List.of()))) {
                Arrays.fill(covered, passage.start(), passage.end(), true);
                String own = text.substring(passage.start(), passage.end());
                check.equal("trimmed, seed " + SEED, own.trim(), own);
                check.isTrue("goes on, seed " + SEED, passage.end() > before && passage.start() >= 0);
                check.isTrue("fits, seed " + SEED,
                        TokenEnds.BY_LETTERS.of(text, passage.start(), passage.end()).length <= 64);
                check.isTrue("its context is short", passage.context().length() <= 120);
                before = passage.end();
            }
            boolean whole = true;
            for (int i = 0; i < covered.length; i++) {
                whole &= covered[i] || text.charAt(i) <= ' ';
            }
            check.isTrue("covered, seed " + SEED, whole);
        }
    }

    /** A document of blocks, each a kind's first letter (h1 to h6 for headings) and its text. */
    private static DocumentText document(String... parts) {
        StringBuilder all = new StringBuilder();
        List<Block> blocks = new ArrayList<>();
        for (String part : parts) {
            int space = part.indexOf(' ');
            String sign = part.substring(0, space);
            String text = part.substring(space + 1);
            Block.Kind kind = switch (sign.charAt(0)) {
                case 'h' -> Block.Kind.HEADING;
                case 'r' -> Block.Kind.ROW;
                case 'c' -> Block.Kind.CODE;
                default -> Block.Kind.PARAGRAPH;
            };
            blocks.add(new Block(kind, kind == Block.Kind.HEADING ? sign.charAt(1) - '0' : 0, all.length(),
                    all.length() + text.length()));
            all.append(text).append("\n\n");
        }
        return new DocumentText("", all.toString(), blocks, List.of(), List.of());
    }

    private static List<String> shown(Chunker chunker, DocumentText document) {
        List<String> shown = new ArrayList<>();
        for (Passage passage : chunker.passages(document)) {
            shown.add((passage.context().isEmpty() ? "" : passage.context() + ": ")
                    + document.text().substring(passage.start(), passage.end()).replace("\n\n", " / "));
        }
        return shown;
    }

    private static void structure(Check check) {
        Chunker chunker = Chunker.overWords(250, 20, 6);
        check.equal("a passage begins with its headings and never runs over one", List.of(
                "Handbook / Leave / You have 25 days of it.", "Handbook: Sick leave / Call us."),
                shown(chunker, document("h1 Handbook", "h2 Leave", "p You have 25 days of it.", "h2 Sick leave",
                        "p Call us.")));
        check.equal("rows stand alone, the first with its heading",
                List.of("Prices / apple: 1", "Prices: pear: 2", "Prices: And a word on them."),
                shown(chunker, document("h1 Prices", "r apple: 1", "r pear: 2", "p And a word on them.")));
        check.equal("the last sentence comes again, and whole sentences stay whole", List.of(
                "One two three four five six seven. Eight nine ten eleven twelve six. Ax bx cx dx.",
                "Ax bx cx dx. Thirteen fourteen fifteen sixteen seventeen eighteen."),
                shown(chunker, document(
                        "p One two three four five six seven. Eight nine ten eleven twelve six. Ax bx cx dx. Thirteen fourteen fifteen sixteen seventeen eighteen.")));
        check.equal("nothing of nothing", List.of(), shown(chunker, document()));
        check.equal("a heading alone", List.of("Only this"), shown(chunker, document("h1 Only this")));
    }

    private static void sentences(Check check) {
        sentences(check, "Dr. Weiss came at 3.30 p.m. on the 5th. She left.", "Dr. Weiss came at 3.30 p.m. on the 5th.",
                "She left.");
        sentences(check, "J. R. R. Tolkien wrote it. Really? Yes!", "J. R. R. Tolkien wrote it.", "Really?", "Yes!");
        sentences(check, "Er kam z.B. nicht. \u00abWarum?\u00bb Niemand wei\u00df es\u2026 Oder doch.",
                "Er kam z.B. nicht.", "\u00abWarum?\u00bb", "Niemand wei\u00df es\u2026", "Oder doch.");
        sentences(check, "M\u00f6te kl. tio. Ta med t.ex. kaffe. Bra.", "M\u00f6te kl. tio.", "Ta med t.ex. kaffe.",
                "Bra.");
        sentences(check, "\u4eca\u65e5\u306f\u3002\u660e\u65e5\uff01", "\u4eca\u65e5\u306f\u3002",
                "\u660e\u65e5\uff01");
        sentences(check, "Version 2.1.0 fixes it", "Version 2.1.0 fixes it");
        titles(check);
    }

    private static void titles(Check check) {
        // Each is one sentence, and another one follows.
        for (String one : new String[]{
                "Estimado Sr. P\u00e9rez, le escribo.", "La Dra. Ana y los Sres. L\u00f3pez vinieron.",
                "Vive en Avda. Mayor n\u00fam. 5 con Dña. Luisa.", "El \u00abSr. P\u00e9rez\u00bb llam\u00f3.",
                "(Mr. Smith) met Rev. Brown and Capt. Hook.", "See Fig. 3 and No. 12 by Prof. Lee, Ph.D. here.",
                "Mrs. Jones, Ms. Hall and Gov. Ray spoke.",
                "Sehr geehrter Hr. Dr. med. Weber, danke.", "Dipl.-Ing. Kurt und Fr. Meier kommen am 5. Mai um neun.",
                "Das kostet z. B. in St. Gallen ca. 5 Mio. Euro.", "Siehe Abs. 2 und Hauptstr. 5 dort.",
                "Chers MM. Durand et Mme. Petit, bonjour.", "Voir art. 5, p. 12 et chap. IV ici.",
                "Il voit Mgr. Blanc \u00e0 l'av. Foch demain.",
                "Gentile Sig.ra Rossi, egr. Dott. Bianchi e l'avv. Neri, salve.", "Ha detto l'on. Verdi a pag. 7 oggi.",
                "Al Sig. Conti e all'Ing. Russo ho scritto.",
                "Prezado Sr. Silva, a Exma. Sra. Costa e o Eng. Dias v\u00eam.",
                "O Pe. Jo\u00e3o e a Profa. Lima chegaram.",
                "Geachte dhr. Jansen en mevr. De Vries, dank.",
                "Prof. dr. ir. Bakker sprak met ds. Visser over o.a. Utrecht.", "Zie blz. 4 of bijv. Amsterdam nu.",
                "Szanowny Panie Dr. Nowak, p. Kowalski i ks. Jan przyszli.",
                "Mgr in\u017c. Zieli\u0144ski mieszka przy ul. D\u0142ugiej w Krakowie.",
                "Gen. Anders i \u015bw. Jan, tj. Patron, s\u0105 tu."}) {
            sentences(check, one + " Then more.", one, "Then more.");
        }
        sentences(check, "Bread, milk, etc. Then we left.", "Bread, milk, etc.", "Then we left.");
        sentences(check, "I said no. Then we left.", "I said no.", "Then we left.");
        sentences(check, "Tre anni fa. Poi basta.", "Tre anni fa.", "Poi basta.");
        sentences(check, "Tengo que ir. Luego hablamos.", "Tengo que ir.", "Luego hablamos.");
        sentences(check, "Das war 1995. Danach kam 12. Alles gut.", "Das war 1995.", "Danach kam 12.", "Alles gut.");
        sentences(check, "Estimado Sr.\u00a0P\u00e9rez vino. Adi\u00f3s.", "Estimado Sr.\u00a0P\u00e9rez vino.",
                "Adi\u00f3s.");
        sentences(check, "Dear Dr.", "Dear Dr.");
    }

    private static void sentences(Check check, String text, String... expected) {
        List<String> found = new ArrayList<>();
        for (int at = 0; at < text.length();) {
            int end = Sentences.end(text, at, text.length());
            found.add(text.substring(at, end));
            at = end;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
        check.equal(text, Arrays.asList(expected), found);
    }

    private static void nearest(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        ExactVectors vectors = new ExactVectors(8);
        List<float[]> rows = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            if (rows.size() > 5 && random.nextInt(5) == 0) {
                int from = random.nextInt(rows.size());
                int to = Math.min(rows.size(), from + random.nextInt(4));
                vectors.remove(from, to);
                rows.subList(from, to).clear();
            } else {
                float[] row = new float[8];
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextInt(3) - 1;
                }
                vectors.add(row, 1);
                rows.add(row);
            }
            int from = random.nextInt(rows.size());
            RowRanges where = new RowRanges(new int[]{from, rows.size()});
            float[] query = rows.get(random.nextInt(rows.size()));
            int k = 1 + random.nextInt(6);
            List<Integer> order = new ArrayList<>();
            for (int row = from; row < rows.size(); row++) {
                order.add(row);
            }
            order.sort((a, b) -> Float.compare(dot(rows.get(b), query), dot(rows.get(a), query)));
            Hits hits = vectors.nearest(query, k, where);
            check.equal("how many, seed " + SEED, Math.min(k, order.size()), hits.size());
            for (int i = 0; i < hits.size(); i++) {
                check.equal("row " + i + ", seed " + SEED, order.get(i), hits.rows()[i]);
            }
        }
        vectors.close();
        check.equal("nothing is kept", 0L, vectors.memoryBytes());
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** An index with a passage for each text, and which of them a question finds, the best first. */
    private static List<Integer> found(String question, String... texts) {
        WordIndex index = new WordIndex();
        for (String text : texts) {
            index.add(PassageWords.of(text, "", List.of(new Passage(0, text.length(), ""))));
        }
        return Arrays.stream(index.find(QueryTerms.of(question, index), 10, RowRanges.all(index.size())).hits().rows())
                .boxed().toList();
    }

    private static void questions(Check check) {
        String leave = "Every employee has 25 days of leave in a year.";
        String boiler = "The boilers were serviced by the engineer in October.";
        String german = "Die Krippenpl\u00e4tze der Kita sind f\u00fcr Kinder unter drei Jahren, und das ist wichtig.";
        check.equal("function words do not decide", List.of(1),
                found("when was the boiler serviced", leave, boiler).subList(0, 1));
        check.equal("other forms of a word", List.of(1), found("boiler servicing", leave, boiler));
        check.equal("misspelt", List.of(0), found("emploee", leave, boiler));
        check.equal("two letters from eight on", List.of(1), found("enginere", leave, boiler));
        check.equal("numbers are not guessed", List.of(), found("2025", leave, boiler));
        check.equal("part of a compound", List.of(0), found("Krippe f\u00fcr das Kind", german, leave).subList(0, 1));
        check.equal("written apart", List.of(0), found("wi fi", "The Wi-Fi is free.", boiler));
        check.equal("abbreviated", List.of(1), found("eng", leave, boiler));
        check.equal("abbreviated without vowels", List.of(0), found("yrs", "It takes two years.", boiler));
        check.equal("nothing else than function words", List.of(1), found("by the", leave, boiler));
        check.isTrue("counts as content", QueryTerms.of("boilers", new WordIndex()).get(0).isContent());
    }

    private static void quotation(Check check) {
        String text = "It is due in October, not in April as the sticker says. In October nothing else is due.";
        Passage whole = new Passage(0, text.length(), "");
        check.near("all of it", 1, Quotation.of("not in April as the sticker").share(text, whole), 1e-9);
        check.near("the longest run", 3 / 5.0, Quotation.of("in april as we said").share(text, whole), 1e-9);
        check.near("in another order", 0, Quotation.of("sticker the as april").share(text, whole), 1e-9);
        check.near("too short to be one", 0, Quotation.of("in October").share(text, whole), 1e-9);
        check.near("within the passage only", 0,
                Quotation.of("not in April as the sticker").share(text, new Passage(56, text.length(), "")), 1e-9);
    }

    private static void bestSentences(Check check) {
        String text = "Heading\n\nOne is here. Two is there!  \n\nThree";
        List<String> found = new ArrayList<>();
        PassageSentences.of(text, new Passage(0, text.length(), ""))
                .forEach(one -> found.add(text.substring(one.start(), one.end())));
        check.equal("sentences and paragraphs", List.of("Heading", "One is here.", "Two is there!", "Three"), found);
        check.equal("at most a dozen", 12,
                PassageSentences.of("It is so. ".repeat(40), new Passage(0, 400, "")).size());
    }

    private static void distance(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        for (int round = 0; round < 3000; round++) {
            String a = letters(random);
            String b = letters(random);
            int exact = exactDistance(a, b);
            for (int most = 0; most <= 3; most++) {
                check.equal(a + " " + b + " at most " + most + ", seed " + SEED, Math.min(exact, most + 1),
                        EditDistance.of(a, b, most));
            }
        }
    }

    private static String letters(SplitMix64 random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    /** By the definition: the whole table. */
    private static int exactDistance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int changed = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                table[i][j] = Math.min(changed, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
                }
            }
        }
        return table[a.length()][b.length()];
    }
}
