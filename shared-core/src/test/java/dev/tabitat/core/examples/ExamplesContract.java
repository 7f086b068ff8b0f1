package dev.tabitat.core.examples;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Examples are read as people have them, cleaned with a word about it, and split so that a part keeps what it has. */
public final class ExamplesContract {

    private static final long SEED = 20_261_123L;

    private ExamplesContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("examples: separators, quotes, headers and encodings are found", ExamplesContract::sheets),
                Contract.of("examples: what cannot be learnt from is left out, and said", ExamplesContract::cleaning),
                Contract.of("examples: bad input is refused by name", ExamplesContract::refusals),
                Contract.of("examples: a split depends on content alone and keeps near-duplicates together",
                        ExamplesContract::split),
                Contract.of("examples: any bytes are a sheet or a clear refusal", ExamplesContract::fuzz));
    }

    private static Sheet sheet(String text) {
        return Sheet.read(Utf8.encode(text));
    }

    private static void sheets(Check check) {
        Sheet csv = sheet("text,label\n\"Hello, \"\"you\"\"\",greeting\nBye,farewell\n");
        check.equal("header", List.of("text", "label"), csv.columns());
        check.equal("a quoted cell", "Hello, \"you\"", csv.rows().get(0).get(0));
        check.equal("the first row's number", 2, csv.numbers().get(0));
        Sheet tabs = sheet("He said \"no\", twice\tneg\r\n\"Quoted\" at first\tpos\r\n");
        check.equal("tabs", "tab", tabs.separator());
        check.equal("a quote that closes in mid-cell is text", "\"Quoted\" at first", tabs.rows().get(1).get(0));
        check.equal("no header", List.of("column 1", "column 2"), tabs.columns());
        check.equal("semicolons", "semicolon", sheet("a, b;x\nc, d;y\n").separator());
        Sheet lines = sheet(
                "{\"input\": \"one\", \"output\": \"x\", \"n\": 3}\n\n{\"input\": \"two\", \"output\": \"y\"}\n");
        check.equal("JSON Lines", List.of("input", "output", "n"), lines.columns());
        check.equal("its columns", List.of(0, 1), List.of(lines.textColumn(), lines.labelColumn()));
        Sheet guessed = sheet(
                "7,A long enough sentence to be the text,yes\n8,Another sentence of some length,no\n9,A third one,yes\n");
        check.equal("columns by what they hold", List.of(1, 2), List.of(guessed.textColumn(), guessed.labelColumn()));
        check.equal("Windows-1252", "Windows-1252", Sheet
                .read(new byte[]{'C', 'a', 'f', (byte) 0xE9, '\t', 'a', '\n', 'T', (byte) 0x80, '\t', 'b'}).encoding());
        check.equal("UTF-16", "na\u00efve", Sheet.read(utf16("na\u00efve\ta\nb\tc\n")).rows().get(0).get(0));
        byte[] marked = Utf8.encode("\uFEFFtext,label\na,b\n");
        check.equal("a byte order mark is no part of a name", "text", Sheet.read(marked).columns().get(0));
    }

    private static byte[] utf16(String text) {
        byte[] bytes = new byte[2 * text.length() + 2];
        bytes[0] = (byte) 0xFF;
        bytes[1] = (byte) 0xFE;
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i + 2] = (byte) text.charAt(i);
            bytes[2 * i + 3] = (byte) (text.charAt(i) >> 8);
        }
        return bytes;
    }

    private static void cleaning(Check check) {
        StringBuilder rows = new StringBuilder("text\tlabel\n");
        rows.append(
                "Good.\tSpam\nBad.\tspam \nFine.\tSPAM\nNice.\tSpam\n \tSpam\nNo label.\t\nGood.\tSpam\nBoth.\tSpam\nBoth.\tHam\nWell.\tHam\n");
        rows.append("x".repeat(60_000)).append("\tHam\n");
        CleanedExamples cleaning = CleanedExamples.of(sheet(rows.toString()), 0, 1);
        check.equal("kept", 5, cleaning.examples().items().size());
        check.equal("one spelling", List.of("Ham", "Spam"), cleaning.examples().labels());
        String said = String.join(" ", cleaning.notices());
        for (String word : List.of("differ by case", "without a text", "without a label", "repeats another",
                "two different labels", "more than 50000")) {
            check.isTrue("it says \"" + word + "\": " + said, said.indexOf(word) >= 0);
        }
    }

    private static void refusals(Check check) {
        check.fails("nothing", InvalidInput.class, () -> sheet("  \n "));
        check.fails("one column", InvalidInput.class, () -> sheet("a\nb\nc\n"));
        check.fails("a broken line", DamagedData.class, () -> sheet("{\"a\": 1}\n{broken}\n"));
        InvalidInput many = check.fails("100,000 rows", InvalidInput.class, () -> sheet("a\tb\n".repeat(100_000)));
        check.isTrue("it says how many may be: " + many.finding().expected(),
                many.finding().expected().indexOf("20000") >= 0);
        check.fails("three examples", InvalidInput.class, () -> examples(3, 2).requireEnough());
        check.fails("one label only", InvalidInput.class, () -> examples(60, 1).requireEnough());
        List<Example> rare = new ArrayList<>(examples(40, 2).items());
        rare.add(new Example("a single one", "rare"));
        InvalidInput few = check.fails("a rare label", InvalidInput.class, () -> new Examples(rare).requireEnough());
        check.isTrue("it names the label: " + few.finding().found(), few.finding().found().indexOf("rare") >= 0);
        check.fails("the same twice", DamagedData.class,
                () -> new Examples(List.of(new Example("a", "b"), new Example("a", "b"))));
    }

    private static Examples examples(int count, int labels) {
        List<Example> items = new ArrayList<>();
        SplitMix64 random = new SplitMix64(SEED);
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 6; word++) {
                text.append(Long.toString(random.nextLong() >>> 20, 36)).append(' ');
            }
            items.add(new Example(text.toString().trim(), "label " + i % labels));
        }
        return new Examples(items);
    }

    private static void split(Check check) {
        Examples all = examples(400, 3);
        Split split = Split.of(all);
        Set<Example> seen = new HashSet<>(split.train());
        seen.addAll(split.select());
        seen.addAll(split.test());
        check.equal("nothing to leave out", List.of(), split.leftOut());
        check.equal("every example in one part", 400, seen.size());
        check.equal("each once", 400, split.train().size() + split.select().size() + split.test().size());
        check.near("about three fifths to train", 240, split.train().size(), 40);
        List<Example> turned = new ArrayList<>(all.items());
        Collections.reverse(turned);
        check.equal("the order does not matter", split, Split.of(new Examples(turned)));
        check.equal("nor does the file", all.digest(), Examples.read(all.bytes()).digest());
        List<Example> more = new ArrayList<>(all.items());
        more.addAll(new Examples(List.of(new Example("one more that is new", "label 0"))).items());
        check.isTrue("a part keeps what it has", Split.of(new Examples(more)).test().containsAll(split.test()));
        check.equal("case, white space, punctuation and numbers do not count", Split.normalised("Order 17: paid!"),
                Split.normalised("order 2\u2014PAID"));
        check.equal("numbers alone do", "17", Split.normalised("17"));
        List<Example> near = new ArrayList<>(all.items());
        String base = "The quick brown fox jumped over the lazy dog near the river bank today and then went home";
        for (int i = 0; i < 12; i++) {
            near.add(new Example(base + " number " + i, "label 1"));
        }
        Split together = Split.of(new Examples(near));
        int parts = 0;
        for (List<Example> part : List.of(together.train(), together.select(), together.test())) {
            parts += part.stream().anyMatch(item -> item.text().startsWith(base)) ? 1 : 0;
        }
        check.equal("near-duplicates lie in one part", 1, parts);
        List<Example> alike = new ArrayList<>(all.items());
        for (int i = 0; i < 6; i++) {
            alike.add(new Example(base + " number " + i, "alike"));
        }
        check.fails("a label of near-duplicates only", InvalidInput.class, () -> Split.of(new Examples(alike)));
    }

    private static void fuzz(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        String alphabet = "ab \t,;|\"\n\r{}:\\u00e9";
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(80);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Sheet sheet = sheet(text.toString());
                sheet.rows()
                        .forEach(row -> check.equal("rows are even, seed " + SEED, sheet.columns().size(), row.size()));
                CleanedExamples cleaning = CleanedExamples.of(sheet, sheet.textColumn(), sheet.labelColumn());
                check.equal("what is written is read, seed " + SEED, cleaning.examples(),
                        Examples.read(cleaning.examples().bytes()));
            } catch (TabitatException refused) {
                check.isTrue("a refusal says something", !refused.getMessage().isEmpty());
            }
        }
    }
}
