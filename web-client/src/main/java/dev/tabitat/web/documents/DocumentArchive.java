package dev.tabitat.web.documents;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.documents.DocumentTextCodec;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.format.tar.TarReader;
import dev.tabitat.core.format.tar.TarWriter;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.retrieval.PassageWords;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.DocumentStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The archive of all documents: export to one file, and import. <pre>
 * file    = archive | sealed
 * archive = a tar archive: documents.json, then the records that it lists, under their names
 * sealed  = "TDX1", rounds (4 bytes, big-endian), salt (16), iv (12), key (48), nonce (8), pieces
 * key     = a random key, sealed by AES-256-GCM under PBKDF2-SHA-256 of the passphrase
 * piece   = AES-256-GCM of 1 MiB of the archive, the last one of the rest; iv = nonce and the piece's number (4, big-endian);
 *           bound to that number and to whether it is the last
 * documents.json = { format: "tabitat-documents", version: 1, encoder?: { name, digest },
 *                    documents: [{ id, records: [{ name, bytes, sha256 }] }] }
 * </pre> Coming in, everything is verified, decoded and looked through before the first record is written.
 */
final class DocumentArchive {

    private static final byte[] MAGIC = {'T', 'D', 'X', '1'};
    private static final String INDEX = "documents.json";
    private static final String FORMAT = "tabitat-documents";
    private static final int KEY = 32;
    private static final int TAG = 16;
    private static final int SALT_AT = 8;
    private static final int IV_AT = 24;
    private static final int KEY_AT = 36;
    private static final int NONCE_AT = KEY_AT + KEY + TAG;
    private static final int HEADER = NONCE_AT + 8;
    private static final int PIECE = 1 << 20;
    private static final int ROUNDS = 600_000;
    private static final int MAX_ROUNDS = 10_000_000;
    private static final int ID_BYTES = 10;
    private static final JsonLimits LIMITS = new JsonLimits(256 << 20, 8);

    private final DocumentStore store;
    private final DocumentEnvironment environment;
    private final DocumentIndex documentIndex;
    private final Encoders encoders;

    DocumentArchive(DocumentStore store, DocumentEnvironment environment, DocumentIndex documentIndex,
            Encoders encoders) {
        this.store = store;
        this.environment = environment;
        this.documentIndex = documentIndex;
        this.encoders = encoders;
    }

    /** @param passphrase seals the file where it is not empty */
    Slices export(String passphrase, LongWork work) {
        List<Json> documents = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        Map<String, List<String>> all = store.names();
        long done = 0;
        for (Map.Entry<String, List<String>> one : all.entrySet()) {
            List<Json> records = new ArrayList<>();
            for (String name : one.getValue()) {
                byte[] bytes = store.read(one.getKey(), name);
                records.add(JsonObject.of("name", name, "bytes", bytes.length, "sha256",
                        Digest.ofHash(environment.cipher().sha256(bytes)).hex()));
                names.add(one.getKey() + "/" + name);
                sizes.add((long) bytes.length);
            }
            documents.add(JsonObject.of("id", one.getKey(), "records", new JsonArray(records)));
            // Read twice, to list and to write it: each time counts for half.
            work.step("documents", done++ / 2, all.size());
        }
        JsonObject index = JsonObject.of("format", FORMAT, "version", 1, "documents", new JsonArray(documents));
        Optional<Encoders.Chosen> encoder = encoders.active();
        index = encoder.isPresent() ? index.with("encoder", encoder.get().toJson()) : index;
        Sink sink = passphrase.isEmpty() ? new Sink(environment.file("application/x-tar"), Optional.empty())
                : sealing(passphrase);
        byte[] text = Utf8.encode(index.toString());
        sink.entry(INDEX, text);
        for (int i = 0; i < names.size(); i++) {
            int slash = names.get(i).indexOf('/');
            sink.entry(names.get(i), store.read(names.get(i).substring(0, slash), names.get(i).substring(slash + 1)));
            work.step("documents", (all.size() + (long) all.size() * i / names.size()) / 2, all.size());
        }
        sink.add(TarWriter.end());
        work.step("documents", all.size(), all.size());
        return sink.end();
    }

    private Sink sealing(String passphrase) {
        byte[] key = environment.random(KEY);
        byte[] salt = environment.random(IV_AT - SALT_AT);
        byte[] iv = environment.random(KEY_AT - IV_AT);
        byte[] nonce = environment.random(HEADER - NONCE_AT);
        byte[] header = new byte[HEADER];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        putInt(header, MAGIC.length, ROUNDS);
        System.arraycopy(salt, 0, header, SALT_AT, salt.length);
        System.arraycopy(iv, 0, header, IV_AT, iv.length);
        System.arraycopy(environment.cipher().seal(passphrase, salt, iv, ROUNDS, key), 0, header, KEY_AT, KEY + TAG);
        System.arraycopy(nonce, 0, header, NONCE_AT, nonce.length);
        DocumentEnvironment.FileMaker maker = environment.file("application/octet-stream");
        maker.add(header);
        return new Sink(maker, Optional.of(new Seal(environment.cipher(), key, nonce)));
    }

    private static void putInt(byte[] into, int at, int value) {
        for (int i = 0; i < 4; i++) {
            into[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    /** Seals and opens numbered pieces. */
    private record Seal(DocumentCipher cipher, byte[] key, byte[] nonce) {

        private byte[] iv(int number) {
            byte[] iv = Arrays.copyOf(nonce, 12);
            putInt(iv, nonce.length, number);
            return iv;
        }

        private static byte[] about(int number, boolean isLast) {
            byte[] about = new byte[5];
            putInt(about, 0, number);
            about[4] = (byte) (isLast ? 1 : 0);
            return about;
        }

        byte[] seal(int number, boolean isLast, byte[] plain) {
            return cipher.seal(key, iv(number), about(number, isLast), plain);
        }

        Optional<byte[]> open(int number, boolean isLast, byte[] sealed) {
            return cipher.open(key, iv(number), about(number, isLast), sealed);
        }
    }

    /** Takes an archive's bytes and makes the file. */
    private static final class Sink {

        private final DocumentEnvironment.FileMaker maker;
        private final Optional<Seal> seal;
        private final byte[] piece = new byte[PIECE];
        private int filled;
        private int number;

        Sink(DocumentEnvironment.FileMaker maker, Optional<Seal> seal) {
            this.maker = maker;
            this.seal = seal;
        }

        void entry(String name, byte[] bytes) {
            add(TarWriter.header(name, bytes.length));
            add(bytes);
            add(TarWriter.padding(bytes.length));
        }

        void add(byte[] bytes) {
            if (seal.isEmpty()) {
                maker.add(bytes);
                return;
            }
            for (int at = 0; at < bytes.length;) {
                if (filled == PIECE) {
                    maker.add(seal.get().seal(number++, false, piece));
                    filled = 0;
                }
                int count = Math.min(PIECE - filled, bytes.length - at);
                System.arraycopy(bytes, at, piece, filled, count);
                filled += count;
                at += count;
            }
        }

        Slices end() {
            if (seal.isPresent()) {
                maker.add(seal.get().seal(number, true, Arrays.copyOf(piece, filled)));
            }
            return maker.file();
        }
    }

    /** What became of an import. */
    record Imported(int added, int present, List<JsonObject> refused) {

        JsonObject toJson() {
            return JsonObject.of("added", added, "present", present, "refused", refused);
        }
    }

    /**
     * @throws DamagedData when the file is no export, or was changed
     * @throws Refused when it is sealed and the passphrase does not open it
     */
    Imported take(Slices file, String passphrase, LongWork work) {
        Slices archive = isSealed(file) ? unsealed(file, passphrase) : file;
        Map<String, TarEntry> entries = TarReader.read(archive);
        TarEntry index = Optional.ofNullable(entries.get(INDEX))
                .orElseThrow(() -> new DamagedData("This is no export of documents.",
                        Finding.at("file").expected(INDEX).found(entries.size() + " other entries")));
        JsonObject json = JsonReader.readObject(archive.read(index.offset(), (int) index.size()), LIMITS);
        if (!json.string("format").equals(FORMAT) || json.integer("version") != 1) {
            throw new DamagedData("This export cannot be read.", Finding.at(INDEX).expected(FORMAT + ", version 1")
                    .found(json.string("format") + ", version " + json.integer("version")));
        }
        List<Coming> coming = new ArrayList<>();
        List<JsonObject> refused = new ArrayList<>();
        int present = 0;
        List<JsonObject> documents = json.array("documents").objects();
        for (int i = 0; i < documents.size(); i++) {
            work.step("documents", i / 2, documents.size());
            Coming one = read(archive, entries, documents.get(i));
            if (documentIndex.withDigest(one.head.digest()).isPresent()) {
                present++;
            } else {
                coming.add(one);
            }
        }
        int added = 0;
        Set<String> taken = new HashSet<>(store.names().keySet());
        for (Coming one : coming) {
            work.step("documents", (documents.size() + (long) documents.size() * added / coming.size()) / 2,
                    documents.size());
            String id = taken.contains(one.id) || store.deletedAt(one.id).isPresent()
                    ? DocumentIds.next(environment.random(ID_BYTES))
                    : one.id;
            try {
                if (store.finish(id, one.parts)) {
                    added++;
                }
            } catch (TabitatException full) {
                refused.add(JsonObject.of("title", one.head.title(), "reason", full.getMessage()));
            }
        }
        work.step("documents", documents.size(), documents.size());
        Optional<JsonObject> from = json.findObject("encoder");
        if (from.isPresent() && documentIndex.all().isEmpty() && encoders.active().isEmpty()) {
            encoders.setActive(Encoders.Chosen.read(from.get().toString()));
        }
        return new Imported(added, present, refused);
    }

    private record Coming(String id, DocumentHead head, List<DocumentStore.Part> parts) {}

    /** One document, whole and sound. */
    private Coming read(Slices archive, Map<String, TarEntry> entries, JsonObject document) {
        String id = DocumentIds.require(document.string("id"));
        Map<String, byte[]> records = new LinkedHashMap<>();
        for (JsonObject record : document.array("records").objects()) {
            String name = record.string("name");
            TarEntry entry = entries.get(id + "/" + name);
            if (entry == null || entry.size() != record.integer("bytes")) {
                throw new DamagedData("The export is damaged.",
                        Finding.at(id + "/" + name).expected(record.integer("bytes") + " bytes")
                                .found(entry == null ? "nothing" : entry.size() + " bytes"));
            }
            byte[] bytes = archive.read(entry.offset(), (int) entry.size());
            String found = Digest.ofHash(environment.cipher().sha256(bytes)).hex();
            if (!found.equals(record.string("sha256"))) {
                throw new DamagedData("The export is damaged.",
                        Finding.at(id + "/" + name).expected("sha256 " + record.string("sha256")).found(found));
            }
            records.put(name, bytes);
        }
        for (String needed : List.of(DocumentStore.HEAD, DocumentStore.TEXT, DocumentStore.PASSAGES,
                DocumentStore.WORDS)) {
            if (!records.containsKey(needed)) {
                throw new DamagedData("The export lacks a part of a document.",
                        Finding.at(id).expected(needed).found(records.keySet()));
            }
        }
        DocumentHead head = DocumentHead.of(JsonReader.readObject(records.get(DocumentStore.HEAD), LIMITS));
        DocumentText text = DocumentTextCodec.read(records.get(DocumentStore.TEXT));
        List<Passage> passages = PassageTable.read(records.get(DocumentStore.PASSAGES));
        if (PassageWords.isOutdated(records.get(DocumentStore.WORDS))
                && passages.stream().allMatch(one -> one.end() <= text.text().length())) {
            records.put(DocumentStore.WORDS, PassageWords.of(text.text(), head.title(), passages).toBytes());
        }
        PassageWords words = PassageWords.fromBytes(records.get(DocumentStore.WORDS));
        boolean isSound = head.passages() == passages.size() && words.passages() == passages.size()
                && passages.stream().allMatch(one -> one.end() <= text.text().length());
        if (!isSound) {
            throw new DamagedData("The parts of a document do not belong together.",
                    Finding.at(id)
                            .expected(head.passages() + " passages within " + text.text().length() + " characters")
                            .found(passages.size() + " passages, words of " + words.passages()));
        }
        List<DocumentStore.Part> parts = new ArrayList<>();
        records.forEach((name, bytes) -> {
            boolean isOurs = DocumentStore.isVectors(name)
                    || List.of(DocumentStore.HEAD, DocumentStore.TEXT, DocumentStore.PASSAGES, DocumentStore.WORDS)
                            .contains(name);
            if (isOurs) {
                parts.add(new DocumentStore.Part(name, bytes));
            }
        });
        return new Coming(id, head, parts);
    }

    private static boolean isSealed(Slices file) {
        return file.length() >= MAGIC.length && Arrays.equals(file.read(0, MAGIC.length), MAGIC);
    }

    private Slices unsealed(Slices file, String passphrase) {
        if (passphrase.isEmpty()) {
            throw new Refused("This export is sealed.", Finding.at("import").expected("its passphrase").found("none")
                    .remedy("Give the passphrase that it was made with."));
        }
        if (file.length() < HEADER + TAG) {
            throw new DamagedData("The export is cut off.",
                    Finding.at("file").expected("at least " + (HEADER + TAG) + " bytes").found(file.length()));
        }
        byte[] header = file.read(0, HEADER);
        int rounds = (header[4] & 0xFF) << 24 | (header[5] & 0xFF) << 16 | (header[6] & 0xFF) << 8 | header[7] & 0xFF;
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new DamagedData("The export is damaged.",
                    Finding.at("file, byte 4").expected("1 to " + MAX_ROUNDS + " rounds").found(rounds));
        }
        byte[] key = environment.cipher()
                .open(passphrase, Arrays.copyOfRange(header, SALT_AT, IV_AT), Arrays.copyOfRange(header, IV_AT, KEY_AT),
                        rounds, Arrays.copyOfRange(header, KEY_AT, NONCE_AT))
                .orElseThrow(() -> new Refused("The passphrase does not open this export.",
                        Finding.at("import").expected("the passphrase that it was made with").found("another one")
                                .remedy("Try again; capitals and spaces count.")));
        Seal seal = new Seal(environment.cipher(), key, Arrays.copyOfRange(header, NONCE_AT, HEADER));
        DocumentEnvironment.FileMaker maker = environment.file("application/x-tar");
        int number = 0;
        for (long at = HEADER; at < file.length(); number++) {
            int size = (int) Math.min(PIECE + TAG, file.length() - at);
            boolean isLast = at + size == file.length();
            maker.add(seal.open(number, isLast, file.read(at, size))
                    .orElseThrow(() -> new DamagedData("The export is damaged.",
                            Finding.at("file, from byte " + HEADER).expected("pieces as they were sealed")
                                    .found("others").remedy("Copy the file once more."))));
            at += size;
        }
        return maker.file();
    }
}
