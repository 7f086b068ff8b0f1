package dev.tabitat.web.selftest;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.web.store.ClockAndRandom;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small packages in small pieces, and an environment that does not change, for tests of the store. */
public final class StoreSamples {

    /** Bytes of every piece but the last of a file. */
    public static final int PIECE = 64;

    /** A fixed clock and fixed bytes for random ones. */
    public static final ClockAndRandom WORLD = new ClockAndRandom() {
        @Override
        public String nowUtc() {
            return "2026-11-23T09:00:00.000Z";
        }

        @Override
        public byte[] random(int count) {
            byte[] bytes = new byte[count];
            Arrays.fill(bytes, (byte) 7);
            return bytes;
        }
    };

    private StoreSamples() {}

    /** A package and the bytes of its files, its configuration under {@link StoredPackage#CONFIG}. */
    public record Sample(StoredPackage stored, Map<String, byte[]> files) {

        /** The bytes of one piece. */
        public byte[] piece(StoredPackage.Place place) {
            byte[] file = files.get(place.file());
            ChunkList chunks = place.blob().chunks();
            int from = (int) chunks.offset(place.chunk());
            return Arrays.copyOfRange(file, from, from + chunks.length(place.chunk()));
        }

        /** The records for the lineage. */
        public PackageInstalled installed() {
            return new PackageInstalled(stored.name(), stored.digest(), stored.bytes(), "language-identification",
                    "none",
                    "MIT", "", "", Optional.empty(), List.of());
        }
    }

    /**
     * A package of three files: a vocabulary and a licence that are the same in every package, and weights of its own.
     *
     * @param name letters
     * @param weightBytes length of its weights
     */
    public static Sample sample(String name, int weightBytes) {
        return sample(name, weightBytes, PIECE);
    }

    /** The same in pieces of so many bytes. */
    public static Sample sample(String name, int weightBytes, int pieceBytes) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(StoredPackage.CONFIG, bytes("config of " + name, 30));
        files.put("vocabulary.bin", bytes("shared vocabulary", 150));
        files.put("model.safetensors", bytes("weights of " + name, weightBytes));
        files.put("LICENSE", bytes("licence", 40));
        return of(name, files, pieceBytes);
    }

    /** A package of these files, its configuration under {@link StoredPackage#CONFIG}. */
    public static Sample of(String name, Map<String, byte[]> files, int pieceBytes) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, String.valueOf(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, name);
        notes.put(PackageAnnotations.TAG, "q8");
        byte[] config = files.get(StoredPackage.CONFIG);
        List<Descriptor> layers = new ArrayList<>();
        for (String path : files.keySet()) {
            if (!path.equals(StoredPackage.CONFIG)) {
                String type = path.equals("LICENSE") ? MediaTypes.DOC
                        : path.equals("model.safetensors") ? MediaTypes.WEIGHT : MediaTypes.WEIGHT_CONFIG;
                layers.add(layer(type, path, files, pieceBytes));
            }
        }
        Manifest manifest = new Manifest(MediaTypes.MODEL,
                new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()), layers,
                Optional.empty(), notes);
        return new Sample(StoredPackage.of(manifest.bytes(), WORLD.nowUtc()), files);
    }

    private static Descriptor layer(String mediaType, String path, Map<String, byte[]> files, int pieceBytes) {
        byte[] bytes = files.get(path);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(Descriptor.FILE_PATH, path);
        notes.put(PackageAnnotations.CHUNKS, ChunkList.of(bytes, pieceBytes).toJson().toString());
        return new Descriptor(mediaType, Digest.of(bytes), bytes.length, notes);
    }

    /** Bytes that follow from a word. */
    private static byte[] bytes(String word, int count) {
        byte[] bytes = new byte[count];
        int state = word.hashCode() | 1;
        for (int i = 0; i < count; i++) {
            state = state * 1_103_515_245 + 12_345;
            bytes[i] = (byte) (state >>> 16);
        }
        return bytes;
    }
}
