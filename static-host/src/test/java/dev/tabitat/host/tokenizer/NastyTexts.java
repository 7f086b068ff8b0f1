package dev.tabitat.host.tokenizer;

import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Random;

/** Texts that tokenizers stumble over. */
final class NastyTexts {

    static final List<String> FIXED = List.of(
            "", " ", "\n", "a", "[SEP]", "[CLS][SEP]", "x[MASK]y", "[mask]", "[ MASK ]", "[[MASK]]", "[UNK]s [PAD]",
            "##ing", "##", "# #", "[", "[S",
            "don't stop-me_now", "e-mail: me@example.org, https://example.org/a?b=c#d", "naïve café ŒUVRE Straße ŐŰ ßß",
            "İSTANBUL ıI ΟΔΥΣΣΕΥΣ ΣΑΣ",
            "\u0000a\u0000b\u0001c\u007f\u0085d\u00ade\u200bf\u200cg\u200dh\ufeffi\ufffdj",
            "a\tb\r\nc\u000bd\u000ce\u00a0f\u2028g\u2029h\u3000i\u1680j",
            "東京は日本の首都です。", "한국어를 배우고 있어요 각 가\u11a8",
            "漢\u0301字\u3099 か\u3099 \uf900\ufa0e\ud87e\udc00\ud840\udc00\ud873\udeb0\ud86e\udc1e",
            "\ud83d\ude00\ud83d\udc4d\ud83c\udffd \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66 \ud83c\uddeb\ud83c\uddf7 1\ufe0f\u20e3",
            "שָׁלוֹם עֲלֵיכֶם", "السَّلامُ عَلَيْكُمْ \u202eabc\u202c", "नमस्ते दुनिया क़ ড়", "ไทยภาษา กำ", "\ud800",
            "\udc00\ud800", "a\ud83d", "\ude00b",
            "a\u0301\u0323\u0344\u0f73\u0f71\u0f74 a\u0323\u0301", "\u0301", "\u0323\u0301\u0344x",
            "q\u0307\u0323 \u1e69 \u1e9b\u0323 s\u0323\u0307",
            "a".repeat(100), "a".repeat(101), "é".repeat(100), "é".repeat(101), "\ud835\udd52".repeat(100),
            "\ud835\udd52".repeat(101), "한".repeat(34),
            "é".repeat(201) + ", b", "İ".repeat(99) + "\u0323é", "\ud835\udd52".repeat(99) + "xyz\ud835\udd52\u0301.",
            "x".repeat(199) + "\ud835\udd52-y",
            "a" + "\u0301".repeat(300) + "b", "a" + "\u0301\u0323\u0327".repeat(300) + "b",
            "\u302e\u093c\u094d\u302a\u302f\u0345\u0334", "x\u09c7\u09be\u0bca",
            "!!!???...", "¿¡«»“”‘’…—–", "$+<=>^`|~ €£¥ ©®™ ∞≠", "½ ² ³ ⅷ ① ㈱ ㍿ ﬁ Ａｂｃ",
            "\u1cb2\u1c89 \ua7dc \u0560\u0588 \u13a0\uab70 \ud801\udc00 \ud83a\udd00");

    private static final List<String> PIECES = List.of(
            " ", " ", "  ", "\n", "\t", ".", ",", "'", "-", "[", "]", "##", "[SEP]", "[MASK]", "[CLS]", "[PAD]",
            "[UNK]", "SEP]", "the", "The", "running",
            "un", "affable", "antidisestablishmentarianism", "2024", "3.14", "é", "É", "ﬁ", "İ", "ß", "Σ", "\u0301",
            "\u0323", "\u0327", "\u0345", "\u0334", "\u0344",
            "\u200d", "\ufe0f", "\u200b", "\u00ad", "\u0000", "\ufffd", "\ud800", "\udc00", "\ud83d\ude00", "漢", "한",
            "ᄒ", "ᅡ", "ᆫ", "か\u3099", "क़", "\u094d",
            "\u302e", "שָׁ", "\u202e", "\u00a0", "\u2028", "\ud834\udd5e", "\ud834\udd65", "\ud87e\udc00");

    /** The blocks that scripts live in, by their first code points; a block is as long as it is up to the next. */
    private static final int[] BLOCKS = {
            0x20, 0x80, 0x100, 0x180, 0x250, 0x2b0, 0x300, 0x370, 0x400, 0x530, 0x590, 0x600, 0x700, 0x780, 0x7c0,
            0x800, 0x8a0, 0x900, 0x980, 0xa00, 0xa80, 0xb00,
            0xb80, 0xc00, 0xc80, 0xd00, 0xd80, 0xe00, 0xe80, 0xf00, 0x1000, 0x10a0, 0x1100, 0x1200, 0x13a0, 0x1400,
            0x1680, 0x1700, 0x1780, 0x1800, 0x1900, 0x1a00,
            0x1ab0, 0x1b00, 0x1b80, 0x1c00, 0x1c80, 0x1cd0, 0x1d00, 0x1dc0, 0x1e00, 0x1f00, 0x2000, 0x2070, 0x20d0,
            0x2100, 0x2200, 0x2400, 0x2500, 0x2600, 0x2800,
            0x2c00, 0x2d00, 0x2de0, 0x2e00, 0x2e80, 0x3000, 0x3040, 0x3100, 0x3200, 0x3400, 0x4dc0, 0x4e00, 0xa000,
            0xa4d0, 0xa640, 0xa700, 0xa800, 0xa8e0, 0xaa00,
            0xab30, 0xabc0, 0xac00, 0xd7b0, 0xe000, 0xf900, 0xfb00, 0xfb50, 0xfe00, 0xfe20, 0xfe70, 0xff00, 0xfff0,
            0x10000, 0x10300, 0x10400, 0x10800, 0x10a00,
            0x10c80, 0x11000, 0x11100, 0x11300, 0x11480, 0x11600, 0x11800, 0x11c00, 0x12000, 0x13000, 0x14400, 0x16800,
            0x16e00, 0x17000, 0x1b000, 0x1bc00, 0x1d000,
            0x1d165, 0x1d400, 0x1e000, 0x1e900, 0x1ee00, 0x1f000, 0x1f300, 0x1f600, 0x1f900, 0x20000, 0x2a700, 0x2b740,
            0x2b820, 0x2ceb0, 0x2f800, 0x30000, 0x40000,
            0xe0000, 0xf0000, 0x100000, 0x10fff0};

    private NastyTexts() {}

    static String random(Random random) {
        StringBuilder text = new StringBuilder();
        int block = random.nextInt(BLOCKS.length);
        for (int left = random.nextInt(40); left > 0; left--) {
            switch (random.nextInt(8)) {
                case 0, 1 -> text.append(PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.append(FIXED.get(random.nextInt(FIXED.size())));
                case 3 -> text.appendCodePoint(random.nextInt(0x110000));
                case 4 -> text.append((char) ('a' + random.nextInt(26)));
                case 5 -> text.append(PIECES.get(random.nextInt(PIECES.size())).repeat(random.nextInt(4)));
                default -> {
                    int start = BLOCKS[block];
                    int end = block + 1 < BLOCKS.length ? BLOCKS[block + 1] : 0x110000;
                    text.appendCodePoint(start + random.nextInt(Math.min(256, end - start)));
                }
            }
            if (random.nextInt(12) == 0) {
                block = random.nextInt(BLOCKS.length);
            }
        }
        return text.toString();
    }

    /** The text with a few bytes or words of it changed, taken away or doubled. */
    static byte[] damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
            int at = random.nextInt(damaged.length());
            int end = Math.min(damaged.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
                case 1 -> damaged.delete(at, end);
                case 2 -> damaged.insert(at, damaged.substring(at, end));
                case 3 -> swapWord(damaged, at, random);
                default -> damaged.setCharAt(at, (char) ('0' + random.nextInt(10)));
            }
        }
        byte[] bytes = Utf8.encode(damaged.toString());
        if (random.nextInt(8) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static void swapWord(StringBuilder text, int from, Random random) {
        String[] words = {"true", "false", "null", "\"[SEP]\"", "\"BertNormalizer\"", "[]", "{}", "0", "-1", "1e300",
                "100", "2147483648"};
        int start = text.indexOf(":", from) + 1;
        int end = start;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (start > 0) {
            text.replace(start, end, words[random.nextInt(words.length)]);
        }
    }
}
