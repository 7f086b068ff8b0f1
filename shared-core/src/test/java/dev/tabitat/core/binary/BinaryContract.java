package dev.tabitat.core.binary;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.Arrays;
import java.util.List;

/** What is written is read again, and bytes that nobody wrote so are refused with their place. */
public final class BinaryContract {

    private BinaryContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("bytes: numbers and texts both ways", BinaryContract::bothWays),
                Contract.of("bytes: what is cut, too long or out of range is refused", BinaryContract::refusals),
                Contract.of("bytes: little-endian numbers", BinaryContract::littleEndian),
                Contract.of("bytes: hexadecimal digits", BinaryContract::hexadecimal));
    }

    private static ByteReader reader(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return reader(all);
    }

    private static ByteReader reader(byte[] bytes) {
        return new ByteReader(bytes, finding -> new DamagedData("A sample is damaged.", finding));
    }

    private static void bothWays(Check check) {
        int[] numbers = {0, 1, 127, 128, 16_383, 16_384, 300_000, Integer.MAX_VALUE};
        int[] moved = {5, -7, 0, Integer.MAX_VALUE, 3};
        ByteWriter out = new ByteWriter(1);
        out.bytes(new byte[]{'T', 'B'});
        for (int number : numbers) {
            out.number(number);
        }
        int before = 0;
        for (int value : moved) {
            out.difference(value - before);
            before = value;
        }
        out.text("grüße, 界");
        ByteWriter rest = new ByteWriter(8);
        rest.number(2);
        rest.text("");
        rest.text("b");
        out.bytes(rest);
        out.one(0x1FF);
        out.one(1);
        out.removeLast();
        check.equal("size", out.size(), out.toBytes().length);
        ByteReader in = reader(out.toBytes());
        in.magic(new byte[]{'T', 'B'});
        for (int number : numbers) {
            check.equal("number", number, in.number(Integer.MAX_VALUE));
        }
        before = 0;
        for (int value : moved) {
            before = in.moved(before, Integer.MIN_VALUE, Integer.MAX_VALUE);
            check.equal("moved", value, before);
        }
        check.equal("text", "grüße, 界", in.text());
        check.equal("texts", List.of("", "b"), in.texts());
        check.equal("the low eight bits", 0xFF, in.one("a byte"));
        in.end();
        ByteWriter signed = new ByteWriter(4);
        signed.signedNumber(-123_456);
        signed.signedNumber(63);
        signed.signedNumber(64);
        check.isTrue("signed LEB128, as in the specification of WebAssembly", Arrays.equals(
                new byte[]{(byte) 0xC0, (byte) 0xBB, 0x78, 0x3F, (byte) 0xC0, 0}, signed.toBytes()));
        check.fails("an unpaired surrogate", InvalidInput.class, () -> signed.text("\ud800"));
    }

    private static void refusals(Check check) {
        refused(check, "a number that is cut", "byte 2", "the end", () -> reader(0x80, 0x80).number(9));
        refused(check, "a number of six bytes", "byte 0", "a longer one",
                () -> reader(0x80, 0x80, 0x80, 0x80, 0x80, 0).number(Integer.MAX_VALUE));
        refused(check, "a number beyond 31 bits", "byte 0", "4294967295",
                () -> reader(0xFF, 0xFF, 0xFF, 0xFF, 0x0F).number(Integer.MAX_VALUE));
        refused(check, "a number beyond its most", "byte 0", "8", () -> reader(8).number(7));
        refused(check, "a difference below the least", "byte 0", "-1", () -> reader(1).moved(0, 0, 9));
        refused(check, "a count that what follows cannot hold", "byte 0", "3", () -> reader(3, 0, 0).count(9, 1));
        refused(check, "a text longer than what is left", "byte 1", "1 bytes", () -> reader(2, 'a').text());
        refused(check, "a text that is no UTF-8", "byte 1", "0xff", () -> reader(1, 0xFF).text());
        refused(check, "other letters", "byte 1", "others", () -> reader('T', 'A').magic(new byte[]{'T', 'B'}));
        refused(check, "bytes behind the end", "byte 0", "1 more bytes", () -> reader(0).end());
    }

    private static void refused(Check check, String what, String where, String found, Runnable reading) {
        Finding finding = check.fails(what, DamagedData.class, reading).finding();
        check.equal(what + ": where", where, finding.where());
        check.equal(what + ": found", found, finding.found());
        check.isTrue(what + ": expected", !finding.expected().isEmpty());
    }

    private static void littleEndian(Check check) {
        byte[] bytes = {0, (byte) 0xFE, (byte) 0xFF, 3, (byte) 0x84, 5, 6, 7, (byte) 0x88};
        check.equal("16 bits", 0xFFFE, LittleEndian.u16(bytes, 1));
        check.equal("32 bits with a sign", 0x8403FFFE, LittleEndian.i32(bytes, 1));
        check.equal("32 bits without", 0x8403FFFEL, LittleEndian.u32(bytes, 1));
        check.equal("64 bits", 0x880706058403FFFEL, LittleEndian.i64(bytes, 1));
    }

    private static void hexadecimal(Check check) {
        byte[] bytes = {0, 0x0F, (byte) 0xF0, (byte) 0xFF, 0x7A};
        check.equal("digits", "000ff0ff7a", Hex.encode(bytes));
        check.isTrue("and back", Arrays.equals(bytes, Hex.decode("000ff0ff7a", "sample")));
        check.equal("an odd count", "sample",
                check.fails("an odd count", DamagedData.class, () -> Hex.decode("000", "sample")).finding().where());
        check.equal("a capital letter", "sample, byte 1",
                check.fails("a capital", DamagedData.class, () -> Hex.decode("000F", "sample")).finding().where());
    }
}
