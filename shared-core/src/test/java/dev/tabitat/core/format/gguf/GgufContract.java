package dev.tabitat.core.format.gguf;

import static dev.tabitat.core.format.gguf.GgufBytes.join;
import static dev.tabitat.core.format.gguf.GgufBytes.text;
import static dev.tabitat.core.format.gguf.GgufBytes.u32;
import static dev.tabitat.core.format.gguf.GgufBytes.u64;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.CountedSlices;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.SparseFile;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Optional;

/** GGUF headers are read strictly, and nothing else of a file is. */
public final class GgufContract {

    private GgufContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("gguf: metadata and tensors read back as written", GgufContract::roundTrip),
                Contract.of("gguf: a file that breaks the grammar is refused, with its place", GgufContract::refusals),
                Contract.of("gguf: what asks for too much is refused before it is allocated", GgufContract::limits),
                Contract.of("gguf: types that cannot be used are refused by name", GgufContract::types),
                Contract.of("gguf: the parts of a split model are found and checked", GgufContract::split),
                Contract.of("gguf: of a large file only the header is read", GgufContract::headerOnly));
    }

    private static GgufBytes sample() {
        return new GgufBytes().text("general.architecture", "llama").u32("llama.context_length", 2048)
                .f32("llama.eps", 1e-5f).flag("tokenizer.add_bos", true)
                .texts("tokenizer.ggml.tokens", "<s>", "\u2581a", "\ud83d\ude42")
                .raw("t.bytes", 9, join(u32(0), u64(2), new byte[]{(byte) 255, 1}))
                .raw("t.lists", 9,
                        join(u32(9), u64(2), u32(3), u64(1), new byte[]{(byte) 0xFE, (byte) 0xFF}, u32(8), u64(1),
                                text("x")))
                .raw("t.u64", 10, u64(-1)).raw("t.i8", 1, new byte[]{-5})
                .tensor("token_embd.weight", GgufType.Q4_K, 256, 3).tensor("norm", GgufType.F32, 5)
                .tensor("out", GgufType.Q8_0, 64, 2);
    }

    private static void roundTrip(Check check) {
        Gguf read = Gguf.read(Slices.of(sample().file()));
        check.equal("version", 3, read.version());
        check.equal("architecture", "llama", read.architecture());
        check.equal("context", Optional.of(2048L), read.count("llama.context_length"));
        check.equal("number", Optional.of((double) 1e-5f), read.number("llama.eps"));
        check.equal("flag", Optional.of(true), read.flag("tokenizer.add_bos"));
        check.equal("tokens", List.of("<s>", "\u2581a", "\ud83d\ude42"), read.texts(Gguf.TOKENS).get().all());
        GgufValue.Numbers bytes = (GgufValue.Numbers) read.find("t.bytes").get();
        check.equal("unsigned", 255L, bytes.whole(0));
        GgufValue.Lists lists = (GgufValue.Lists) read.find("t.lists").get();
        check.equal("signed", -2L, ((GgufValue.Numbers) lists.items().get(0)).whole(0));
        check.equal("list of texts", "x", ((GgufValue.Texts) lists.items().get(1)).text(0));
        check.equal("i8", -5L, ((GgufValue.Whole) read.find("t.i8").get()).value());
        check.equal("no such key", Optional.empty(), read.text("none"));
        check.fails("another type", DamagedData.class, () -> read.text("llama.context_length"));
        check.fails("2^64 - 1 is no count", DamagedData.class, () -> read.count("t.u64"));
        check.equal("tensors", 3, read.tensors().size());
        GgufTensor words = read.tensor("token_embd.weight").get();
        check.equal("shape", List.of(3L, 256L), words.shape());
        check.equal("bytes", 3L * 144, words.bytes());
        check.equal("offset", 448L, read.tensor("norm").get().offset());
        check.equal("aligned", 0L, read.dataStart() % 32);
        check.equal("parameters", 768L + 5 + 128, read.parameters());
        Gguf wide = Gguf.read(Slices.of(new GgufBytes().alignment(256).tensor("a", GgufType.F32, 1)
                .tensor("b", GgufType.F32, 1).file()));
        check.equal("alignment", 256L, wide.tensor("b").get().offset());
        check.equal("an empty file", 0, Gguf.read(Slices.of(new GgufBytes().file())).tensors().size());
        GgufBytes second = sample();
        second.version = 2;
        check.equal("version 2", 2, Gguf.read(Slices.of(second.file())).version());
    }

    private static void refusals(Check check) {
        refuses(check, "another format", DamagedData.class, Utf8.encode("<!doctype html><html></html>"), "byte 0");
        refuses(check, "empty", DamagedData.class, new byte[0], "byte 0");
        for (long version : new long[]{0, 1, 4, 0x03000000L}) {
            GgufBytes bytes = sample();
            bytes.version = version;
            refuses(check, "version " + version, Unsupported.class, bytes.file(), "version");
        }
        byte[] whole = sample().file();
        int header = sample().header().length;
        for (int length = 4; length < whole.length; length += length < header ? 1 : 50) {
            int cut = length;
            check.fails("cut at " + cut, TabitatException.class,
                    () -> Gguf.read(Slices.of(java.util.Arrays.copyOf(whole, cut))));
        }
        refuses(check, "a key twice", DamagedData.class, new GgufBytes().u32("a", 1).u32("a", 1).file(), "a");
        refuses(check, "type 13", DamagedData.class, new GgufBytes().raw("a", 13, u64(1)).file(), "a");
        refuses(check, "a truth value of 2", DamagedData.class, new GgufBytes().raw("a", 7, new byte[]{2}).file(), "a");
        refuses(check, "a text that is not UTF-8", DamagedData.class,
                new GgufBytes().raw("a", 8, join(u64(1), new byte[]{(byte) 0xFF})).file(), "a");
        for (long alignment : new long[]{0, 3, 24, 1 << 20}) {
            refuses(check, "alignment " + alignment, DamagedData.class,
                    new GgufBytes().u32("general.alignment", alignment).file(), "general.alignment");
        }
        refuses(check, "an alignment that is a text", DamagedData.class,
                new GgufBytes().text("general.alignment", "x").file(), "general.alignment");
        refuses(check, "a tensor twice", DamagedData.class,
                new GgufBytes().tensor("t", GgufType.F32, 1).tensor("t", GgufType.F32, 1).file(), "tensor t");
        refuses(check, "no name", DamagedData.class, new GgufBytes().tensor("", GgufType.F32, 1).file(), "tensor 0");
        refuses(check, "five extents", DamagedData.class, data(new GgufBytes().rawTensor("t", 0, 0, 1, 1, 1, 1, 1)),
                "t");
        refuses(check, "a negative extent", DamagedData.class, data(new GgufBytes().rawTensor("t", 0, 0, -1)), "t");
        refuses(check, "an extent of 0", DamagedData.class, data(new GgufBytes().rawTensor("t", 0, 0, 0)), "t");
        refuses(check, "a product over 64 bits", DamagedData.class,
                data(new GgufBytes().rawTensor("t", 0, 0, 1L << 32, 1L << 32, 2)), "t");
        refuses(check, "rows of half a block", DamagedData.class, data(new GgufBytes().rawTensor("t", 8, 0, 16, 2)),
                "t");
        refuses(check, "an offset between", DamagedData.class, data(new GgufBytes().rawTensor("t", 0, 4, 1)), "t");
        refuses(check, "a negative offset", DamagedData.class, data(new GgufBytes().rawTensor("t", 0, -32, 1)), "t");
        refuses(check, "an offset past the end", DamagedData.class,
                data(new GgufBytes().rawTensor("t", 0, 1L << 40, 1)),
                "t");
        refuses(check, "an offset near 2^63", DamagedData.class,
                data(new GgufBytes().rawTensor("t", 0, Long.MAX_VALUE - 31, 1)), "t");
        refuses(check, "overlap", DamagedData.class,
                data(new GgufBytes().rawTensor("s", 0, 0, 9).rawTensor("t", 0, 32, 1)), "tensor t");
    }

    private static byte[] data(GgufBytes bytes) {
        return join(bytes.header(), new byte[256]);
    }

    private static void limits(Check check) {
        GgufBytes keys = sample();
        keys.moreKeys = 1L << 40;
        refuses(check, "2^40 keys", OutOfBudget.class, keys.file(), "keys");
        GgufBytes tensors = sample();
        tensors.moreTensors = 1_000_000;
        refuses(check, "10^6 tensors", OutOfBudget.class, tensors.file(), "tensors");
        tensors.moreTensors = -4;
        refuses(check, "-1 tensors", OutOfBudget.class, tensors.file(), "tensors");
        refuses(check, "a key of 2^31 bytes", OutOfBudget.class,
                join(Utf8.encode("GGUF"), u32(3), u64(0), u64(1), u64(1L << 31)), "key 0");
        refuses(check, "a text of 2^63 bytes", OutOfBudget.class,
                new GgufBytes().raw("a", 8, u64(Long.MIN_VALUE)).file(), "a");
        refuses(check, "2^50 texts", OutOfBudget.class, new GgufBytes().raw("a", 9, join(u32(8), u64(1L << 50))).file(),
                "a");
        refuses(check, "more texts than bytes", DamagedData.class,
                new GgufBytes().raw("a", 9, join(u32(8), u64(1_000_000))).file(), "a");
        refuses(check, "more numbers than bytes", DamagedData.class,
                new GgufBytes().raw("a", 9, join(u32(12), u64(1_000_000))).file(), "a");
        byte[] deep = join(u32(0), u64(0));
        for (int i = 0; i < 5; i++) {
            deep = join(u32(9), u64(1), deep);
        }
        refuses(check, "six lists inside each other", OutOfBudget.class, new GgufBytes().raw("a", 9, deep).file(), "a");
        check.fails("a header over its limit", OutOfBudget.class, () -> Gguf.read(Slices.of(sample().file()),
                new GgufLimits(64, 100, 100, 100, 100, 4)));
    }

    private static void types(Check check) {
        Gguf usable = Gguf.read(Slices.of(sample().file()));
        usable.requireReadable();
        check.equal("usable types", "F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, BF16", Gguf.readable());
        for (GgufType type : GgufType.values()) {
            Gguf one = Gguf.read(Slices.of(new GgufBytes().tensor("w", type, 2L * type.blockElements(), 3).file()));
            check.equal(type + " bytes", 6L * type.blockBytes(), one.tensors().get(0).bytes());
            if (!type.isReadable()) {
                Unsupported no = check.fails(type.name(), Unsupported.class, one::requireReadable);
                check.equal("named", type.name(), no.finding().found());
                check.isTrue("where", no.finding().where().contains("1 tensor: w"));
            }
        }
        Unsupported unknown = refuses(check, "type 77", Unsupported.class,
                data(new GgufBytes().rawTensor("w", 77, 0, 1)), "tensor w");
        check.equal("number", "type number 77", unknown.finding().found());
    }

    private static void split(Check check) {
        GgufSplit part = GgufSplit.ofPath("q4/model-Q4_K_M-00002-of-00003.gguf").get();
        check.equal("place", new GgufSplit("q4/model-Q4_K_M", 2, 3), part);
        check.equal("first", "q4/model-Q4_K_M-00001-of-00003.gguf", part.path(1));
        for (String whole : List.of("model.gguf", "model-00002-of-00001.gguf", "model-00000-of-00003.gguf",
                "model-1-of-3.gguf", "-00001-of-00003.bin", "model-0000x-of-00003.gguf")) {
            check.equal(whole, Optional.empty(), GgufSplit.ofPath(whole));
        }
        List<Gguf> parts = List.of(part(0, 2, "a"), part(1, 2, "b"));
        GgufSplit.requireWhole(parts);
        check.fails("the other order", DamagedData.class,
                () -> GgufSplit.requireWhole(List.of(parts.get(1), parts.get(0))));
        check.fails("one is missing", DamagedData.class, () -> GgufSplit.requireWhole(List.of(parts.get(0))));
        DamagedData twice = check.fails("a tensor twice", DamagedData.class,
                () -> GgufSplit.requireWhole(List.of(parts.get(0), part(1, 2, "a"))));
        check.equal("the other", "another one in file 1", twice.finding().found());
        check.fails("too few tensors", DamagedData.class,
                () -> GgufSplit.requireWhole(List.of(part(0, 3, "a"), part(1, 3, "b"), part(2, 3, "c"))));
    }

    private static Gguf part(int number, int count, String tensor) {
        return Gguf.read(Slices.of(new GgufBytes().u32("split.no", number).u32("split.count", count)
                .u32("split.tensors.count", 2).tensor(tensor, GgufType.F32, 4).file()));
    }

    private static void headerOnly(Check check) {
        String[] tokens = new String[20_000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = "token" + i;
        }
        GgufBytes bytes = new GgufBytes().text("general.architecture", "qwen3").texts("tokenizer.ggml.tokens", tokens);
        for (int i = 0; i < 400; i++) {
            bytes.tensor("blk." + i + ".ffn_up.weight", GgufType.Q4_K, 4096, 2300);
        }
        byte[] header = bytes.header();
        CountedSlices file = new CountedSlices(new SparseFile(header, header.length + bytes.dataBytes()));
        check.isTrue("over 2 GB", file.length() > 2_000_000_000L);
        Gguf read = Gguf.read(file);
        check.equal("tokens", "token19999", read.texts(Gguf.TOKENS).get().text(19_999));
        check.equal("tensors", 400, read.tensors().size());
        check.isTrue("read " + file.bytesRead() + " bytes for a header of " + header.length,
                file.bytesRead() < header.length + (1 << 20));
        check.isTrue("in " + file.reads() + " reads", file.reads() < 12);
    }

    private static <T extends TabitatException> T refuses(Check check, String what, Class<T> type, byte[] file,
            String where) {
        T refused = check.fails(what, type, () -> Gguf.read(Slices.of(file)));
        check.isTrue(what + " is at " + refused.finding().where(), refused.finding().where().contains(where));
        check.isTrue(what + " says what was expected", !refused.finding().expected().isEmpty());
        return refused;
    }
}
