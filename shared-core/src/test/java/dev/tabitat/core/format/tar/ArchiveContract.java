package dev.tabitat.core.format.tar;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.OciArchive;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Archives are read strictly, written the same every time, and hold what they say. */
public final class ArchiveContract {

    private ArchiveContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("tar: what is written reads back the same", ArchiveContract::roundTrip),
                Contract.of("tar: long names come from notes, directories are left out", ArchiveContract::notes),
                Contract.of("tar: hostile archives are refused, each with its place", ArchiveContract::refusals),
                Contract.of("oci archive: manifests and blobs read back the same", ArchiveContract::layout),
                Contract.of("oci archive: what is missing or another is refused", ArchiveContract::damagedLayout));
    }

    private static void roundTrip(Check check) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a", Utf8.encode("one"));
        files.put("b/c", new byte[0]);
        files.put("x".repeat(100), new byte[512]);
        files.put("\u00e4", new byte[513]);
        byte[] archive = archive(files);
        Map<String, TarEntry> read = TarReader.read(Slices.of(archive));
        check.equal("names", new ArrayList<>(files.keySet()), new ArrayList<>(read.keySet()));
        files.forEach((name, bytes) -> {
            TarEntry entry = read.get(name);
            check.isTrue(name, Arrays.equals(bytes, Slices.of(archive).read(entry.offset(), (int) entry.size())));
        });
        List<Long> sizes = new ArrayList<>();
        files.values().forEach(bytes -> sizes.add((long) bytes.length));
        check.equal("length", (long) archive.length, TarWriter.length(sizes));
        check.equal("whole blocks", 0, archive.length % 512);
        check.equal("nothing", 0, TarReader.read(Slices.of(TarWriter.end())).size());
        check.fails("a name of 101 bytes", InvalidInput.class, () -> TarWriter.header("x".repeat(101), 1));
        check.fails("8 GiB", InvalidInput.class, () -> TarWriter.header("x", 1L << 33));
    }

    private static void notes(Check check) {
        String longName = "d/" + "n".repeat(200);
        byte[] records = Utf8.encode("212 path=" + longName + "\n");
        check.equal("the record says its length", 212, records.length);
        byte[] pax = joined(member('x', "PaxHeaders/0", records), member('0', "short", Utf8.encode("hi")),
                member('0', "next", new byte[0]), TarWriter.end());
        check.equal("by pax", List.of(longName, "next"), new ArrayList<>(TarReader.read(Slices.of(pax)).keySet()));
        byte[] gnu = joined(member('L', "././@LongLink", Utf8.encode(longName + "\0")),
                member('0', "short", Utf8.encode("hi")), TarWriter.end());
        check.equal("by GNU", List.of(longName), new ArrayList<>(TarReader.read(Slices.of(gnu)).keySet()));
        byte[] tree = joined(member('5', "./d/", new byte[0]), member('g', "global", Utf8.encode("13 comment=x\n")),
                member('0', "./d/f", new byte[1]), TarWriter.end());
        check.equal("a tree", List.of("d/f"), new ArrayList<>(TarReader.read(Slices.of(tree)).keySet()));
        byte[] prefixed = member('0', "f", new byte[1]);
        prefixed[345] = 'p';
        check.equal("a prefix", List.of("p/f"),
                new ArrayList<>(TarReader.read(Slices.of(joined(summed(prefixed), TarWriter.end()))).keySet()));
    }

    private static void refusals(Check check) {
        refuses(check, "nothing at all", DamagedData.class, new byte[0], "byte 0");
        refuses(check, "no end", DamagedData.class, member('0', "a", new byte[1]), "byte 1024");
        for (String name : List.of("../a", "/a", "a/../../b", "a//b", "a/./b", "..", "a\\b", "./")) {
            refuses(check, name, DamagedData.class, joined(member('0', name, new byte[1]), TarWriter.end()), "byte 0");
        }
        refuses(check, "a name of nothing", DamagedData.class, joined(member('0', "", new byte[1]), TarWriter.end()),
                "byte 0");
        refuses(check, "two of a name", DamagedData.class,
                joined(member('0', "a", new byte[1]), member('0', "./a", new byte[1]), TarWriter.end()), "byte 1024");
        for (char type : new char[]{'1', '2', '3', '4', '6', '7', 'S', 'K'}) {
            refuses(check, "type " + type, Unsupported.class, joined(member(type, "a", new byte[0]), TarWriter.end()),
                    "byte 0");
        }
        byte[] flipped = joined(member('0', "a", new byte[1]), TarWriter.end());
        flipped[3] ^= 1;
        refuses(check, "a flipped bit", DamagedData.class, flipped, "byte 0");
        byte[] large = TarWriter.header("a", 4_000_000_000L);
        refuses(check, "a size past the end", DamagedData.class, joined(large, TarWriter.end()), "byte 0");
        byte[] negative = TarWriter.header("a", 1);
        Arrays.fill(negative, 124, 136, (byte) 0xFF);
        refuses(check, "a size below zero", DamagedData.class, joined(summed(negative), TarWriter.end()), "byte 0");
        for (String records : List.of("x", "5 a=b", "99 path=a\n", "0 path=a\n", "7 =abc\n", "5 abc\n",
                "9 path=\u0000\n", "12 size=-12\n")) {
            refuses(check, "notes " + records, DamagedData.class,
                    joined(member('x', "p", Utf8.encode(records)), member('0', "a", new byte[1]), TarWriter.end()),
                    "byte");
        }
        refuses(check, "gzip", Unsupported.class, new byte[]{0x1F, (byte) 0x8B, 8, 0}, "byte 0");
        refuses(check, "zip", Unsupported.class, Utf8.encode("PK\u0003\u0004 and more"), "byte 0");
    }

    private static <T extends dev.tabitat.core.error.TabitatException> void refuses(Check check, String what,
            Class<T> type, byte[] archive, String where) {
        T refused = check.fails(what, type, () -> TarReader.read(Slices.of(archive)));
        check.isTrue(what + " says where: " + refused.finding().where(), refused.finding().where().contains(where));
    }

    private static void layout(Check check) {
        Manifest manifest = PackageSamples.manifest();
        byte[] archive = archiveOf(manifest);
        check.isTrue("the same every time", Arrays.equals(archive, archiveOf(manifest)));
        OciArchive read = OciArchive.read(Slices.of(archive));
        check.equal("one manifest", 1, read.manifests().size());
        check.equal("its name", "sample:q8", read.manifests().get(0).reference());
        check.isTrue("its bytes", Arrays.equals(manifest.bytes(), read.manifest(read.manifests().get(0))));
        TarEntry weights = read.require(manifest.layer("model.safetensors"));
        check.isTrue("a blob", Arrays.equals(PackageSamples.WEIGHTS, read.read(weights, 0, (int) weights.size())));
        check.isTrue("a part of it", Arrays.equals(new byte[]{PackageSamples.WEIGHTS[4], PackageSamples.WEIGHTS[5]},
                read.read(weights, 4, 2)));
        check.isTrue("what is not there", read.blob(Digest.of(new byte[]{9})).isEmpty());
    }

    private static void damagedLayout(Check check) {
        Manifest manifest = PackageSamples.manifest();
        check.fails("no layout", DamagedData.class,
                () -> OciArchive.read(Slices.of(archive(Map.of("a", new byte[1])))));
        check.fails("an HTML page", DamagedData.class,
                () -> OciArchive.read(Slices.of(Utf8.encode("<!DOCTYPE html><html>" + " ".repeat(2000)))));
        check.fails("a newer layout", Unsupported.class, () -> OciArchive
                .read(Slices.of(archive(Map.of("oci-layout", Utf8.encode("{\"imageLayoutVersion\":\"2.0.0\"}"))))));
        byte[] flipped = archiveOf(manifest);
        OciArchive sound = OciArchive.read(Slices.of(flipped.clone()));
        TarEntry entry = sound.require(sound.manifests().get(0).descriptor());
        flipped[(int) entry.offset() + 5] ^= 1;
        OciArchive damaged = OciArchive.read(Slices.of(flipped));
        check.fails("a manifest that is another", DamagedData.class,
                () -> damaged.manifest(damaged.manifests().get(0)));
        byte[] cut = Arrays.copyOf(archiveOf(manifest), 2048);
        check.fails("cut off", DamagedData.class, () -> OciArchive.read(Slices.of(cut)));
    }

    private static byte[] archiveOf(Manifest manifest) {
        Map<Digest, byte[]> blobs = Map.of(Digest.of(PackageSamples.WEIGHTS), PackageSamples.WEIGHTS,
                Digest.of(PackageSamples.CARD), PackageSamples.CARD,
                manifest.config().digest(), Utf8.encode("{}"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (OciArchive.Piece piece : OciArchive
                .write(List.of(new OciArchive.Packed(manifest.bytes(), manifest.name().toString())))) {
            files.put(piece.name(), piece.bytes().orElseGet(() -> blobs.get(piece.blob().orElseThrow())));
        }
        return archive(files);
    }

    private static byte[] archive(Map<String, byte[]> files) {
        List<byte[]> parts = new ArrayList<>();
        files.forEach((name, bytes) -> {
            parts.add(TarWriter.header(name, bytes.length));
            parts.add(bytes);
            parts.add(TarWriter.padding(bytes.length));
        });
        parts.add(TarWriter.end());
        return joined(parts.toArray(new byte[0][]));
    }

    private static byte[] member(char type, String name, byte[] bytes) {
        byte[] header = TarWriter.header("n", bytes.length);
        header[0] = 0;
        byte[] path = Utf8.encode(name);
        System.arraycopy(path, 0, header, 0, path.length);
        header[156] = (byte) type;
        return joined(summed(header), bytes, TarWriter.padding(bytes.length));
    }

    /** With the checksum that its first block has now. */
    private static byte[] summed(byte[] member) {
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += i >= 148 && i < 156 ? ' ' : member[i] & 0xFF;
        }
        for (int i = 5; i >= 0; i--) {
            member[148 + i] = (byte) ('0' + (sum & 7));
            sum >>= 3;
        }
        member[154] = 0;
        return member;
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
