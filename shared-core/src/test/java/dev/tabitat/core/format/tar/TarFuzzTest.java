package dev.tabitat.core.format.tar;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.OciArchive;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: an archive is read inside its bounds, or refused with a reason. */
final class TarFuzzTest {

    private static final int ROUNDS = 20_000;

    @Test
    void damagedArchivesAreRefusedOrReadWithinBounds() {
        Random random = Seed.random("TarFuzzTest");
        Manifest manifest = PackageSamples.manifest();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (OciArchive.Piece piece : OciArchive.write(List.of(new OciArchive.Packed(manifest.bytes(), "sample:q8")))) {
            out.writeBytes(TarWriter.header(piece.name(), piece.size()));
            out.writeBytes(piece.bytes().orElse(new byte[(int) piece.size()]));
            out.writeBytes(TarWriter.padding(piece.size()));
        }
        out.writeBytes(TarWriter.end());
        byte[] sound = out.toByteArray();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = sound.clone();
            for (int change = 1 + random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            int length = bytes.length;
            try {
                TarReader.read(Slices.of(bytes)).values()
                        .forEach(entry -> assertTrue(
                                entry.offset() >= 0 && entry.size() >= 0 && entry.offset() + entry.size() <= length,
                                entry.toString()));
                OciArchive archive = OciArchive.read(Slices.of(bytes));
                archive.manifests().forEach(archive::manifest);
            } catch (TabitatException reason) {
                assertTrue(!reason.getMessage().isEmpty() && !reason.finding().where().isEmpty(), reason.toString());
                refused++;
            }
        }
        assertTrue(refused > ROUNDS / 20, refused + " of " + ROUNDS + " were refused");
    }
}
