package dev.tabitat.core.contract;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.Utf8;
import java.util.List;

/** Digests are SHA-256, chunks are listed with theirs, and UTF-8 is strict. */
final class DigestContract {

    private DigestContract() {}

    static List<Contract> all() {
        return List.of(
                Contract.of("Digest: SHA-256 of the examples of FIPS 180-4", DigestContract::examples),
                Contract.of("Digest: malformed digests are refused", DigestContract::malformed),
                Contract.of("Digest: each chunk has its length and its digest", DigestContract::chunks),
                Contract.of("UTF-8: both ways, and strict", DigestContract::utf8));
    }

    private static void examples(Check check) {
        check.equal("empty", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Digest.of(new byte[0]).toString());
        check.equal(
                "abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Digest.of(new byte[]{'a', 'b', 'c'}).toString());
        check.equal(
                "two blocks", "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                Digest.of(Utf8.encode("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toString());
        byte[] thousand = new byte[1000];
        java.util.Arrays.fill(thousand, (byte) 'a');
        Sha256 million = new Sha256();
        for (int i = 0; i < 1000; i++) {
            million.update(thousand);
        }
        check.equal(
                "a million a", "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
                million.digest().toString());
    }

    private static void malformed(Check check) {
        String good = "sha256:" + "0".repeat(64);
        check.equal("round trip", good, Digest.parse(good).toString());
        for (String bad : List.of("", "sha256:", good + "0", good.substring(1), good.replace("0", "A"),
                "md5:" + "0".repeat(32))) {
            check.fails(bad, DamagedData.class, () -> Digest.parse(bad));
        }
        check.fails("another algorithm", Unsupported.class, () -> Digest.parse("sha512:" + "0".repeat(128)));
    }

    private static void chunks(Check check) {
        byte[] bytes = new byte[2500];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        ChunkList list = ChunkList.of(bytes, 1000);
        check.equal("count", 3, list.size());
        check.equal("last length", 500, list.length(2));
        check.equal("JSON both ways", list, ChunkList.fromJson(list.toJson()));
        check.equal("digest of a chunk", Digest.of(java.util.Arrays.copyOfRange(bytes, 1000, 2000)),
                list.chunks().get(1));
        check.fails("wrong count", DamagedData.class, () -> new ChunkList(3001, 1000, list.chunks()));
    }

    private static void utf8(Check check) {
        for (String text : List.of("", "a\u0000z", "\u007f\u0080\u07ff\u0800\uffff", "\ud800\udc00\udbff\udfff")) {
            check.equal("round trip", text, Utf8.decode(Utf8.encode(text)));
        }
        check.fails("unpaired", InvalidInput.class, () -> Utf8.encode("a\udc00"));
        check.equal("replaced", "\ufffdb\ud83d\ude00\ufffd",
                Utf8.replaceUnpairedSurrogates("\udc00b\ud83d\ude00\ud83d"));
        int[][] bad = {
                {0x80}, {0xC0, 0x80}, {0xC1, 0xBF}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xF0, 0x80, 0x80, 0x80},
                {0xF4, 0x90, 0x80, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xE2, 0x82}, {0xE2, 0x28, 0xA1}, {0xFF}
        };
        for (int[] sequence : bad) {
            byte[] bytes = new byte[sequence.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) sequence[i];
            }
            check.fails("malformed", DamagedData.class, () -> Utf8.decode(bytes));
        }
    }
}
