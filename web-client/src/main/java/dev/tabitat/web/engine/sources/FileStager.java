package dev.tabitat.web.engine.sources;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.importing.ImportedPackage;
import dev.tabitat.core.importing.ModelFile;
import dev.tabitat.core.importing.WeightConversion;
import dev.tabitat.core.importing.WeightRecipe;
import dev.tabitat.core.importing.WeightSource;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.FileStream;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.store.StagedFiles.Staged;
import dev.tabitat.web.store.StagedFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the files of one model into the store in pieces of {@link ChunkList#CHUNK_BYTES}, one piece in memory at a
 * time, and verifies each file as a whole by what its source lists.
 */
final class FileStager {

    private static final int UNIQUE_BYTES = 32;

    private final StagedFiles store;
    private final OpenedSource source;
    private final InspectedFiles inspected;
    private final PackageName name;
    private final EngineEnvironment environment;
    private final CancellationToken stop;
    private final AddProgress progress;
    /** Stands for a version where there is none: what is written to one file is never of two. */
    private final String unique;
    private final Map<String, List<Digest>> present = new LinkedHashMap<>();

    FileStager(StagedFiles store, OpenedSource source, InspectedFiles inspected, PackageName name,
            EngineEnvironment environment, DownloadClock pace, Progress.Listener listener, CancellationToken stop) {
        this.store = store;
        this.source = source;
        this.inspected = inspected;
        this.name = name;
        this.environment = environment;
        this.stop = stop;
        this.unique = Digest.ofHash(environment.random(UNIQUE_BYTES)).hex();
        this.progress = new AddProgress(listener, pace);
    }

    /**
     * Notes files that will come.
     *
     * @return bytes of them that are not there yet
     */
    long begin(List<ModelFile> files) {
        long total = 0;
        long missing = 0;
        for (ModelFile file : files) {
            total += file.bytes();
            List<Digest> there = store.begin(staged(file), environment.nowUtc());
            // Without a version it is not known whether the pieces are of the same file.
            List<Digest> kept = source.version().isEmpty() ? List.of() : there;
            present.put(file.path(), kept);
            missing += file.bytes()
                    - Math.min(file.bytes(), (long) kept.size() * ChunkList.CHUNK_BYTES);
        }
        progress.begin(total);
        return missing;
    }

    private Staged staged(ModelFile file) {
        String version = file.sha256().isPresent() ? file.sha256().get().toString()
                : source.version().isEmpty() ? unique : source.version();
        return new Staged(name.toString(), version, file.path(), file.bytes());
    }

    /**
     * Brings one file in, from the first piece on that is not there.
     *
     * @throws DamagedData when it is not the one that its source lists; what came of it is forgotten then
     */
    ImportedPackage.StoredFile stage(ModelFile file) {
        SourceFile from = inspected.file(file.path());
        Staged staged = staged(file);
        FileCheck check = new FileCheck(from);
        Filler filler = new Filler(staged, check);
        List<Digest> there = present.get(file.path());
        int good = store.read(staged, there, piece -> {
            stop.check();
            check.update(piece);
            progress.resumed(piece.length);
        });
        filler.resume(there.subList(0, good));
        long at = Math.min(file.bytes(), (long) good * ChunkList.CHUNK_BYTES);
        if (at < file.bytes()) {
            if (inspected.whole(file.path()).isPresent()) {
                byte[] whole = inspected.whole(file.path()).get();
                filler.take(at == 0 ? whole : Arrays.copyOfRange(whole, (int) at, whole.length));
            } else {
                source.read(from, at, file.bytes(), filler, stop);
            }
        }
        ChunkList chunks = filler.end();
        try {
            check.require(source);
        } catch (DamagedData other) {
            store.forget(staged, 0);
            throw other;
        }
        return new ImportedPackage.StoredFile(file.path(), check.digest(), chunks);
    }

    /**
     * Converts weights that were brought in.
     *
     * @param weights paths of the files that have them
     * @param stored what came of all files
     */
    Conversion convert(List<String> weights, List<ImportedPackage.StoredFile> stored, WeightRecipe recipe) {
        List<Slices> files = new ArrayList<>();
        for (String path : weights) {
            for (ImportedPackage.StoredFile file : stored) {
                if (file.path().equals(path)) {
                    files.add(slices(file));
                }
            }
        }
        WeightConversion conversion = WeightConversion.of(WeightSource.open(files), recipe, Map.of());
        Staged staged = new Staged(name.toString(), unique, ImportedPackage.CONVERTED, conversion.bytes());
        store.begin(staged, environment.nowUtc());
        progress.convert(conversion.bytes());
        SourceFile made = SourceFile.of(new ModelFile(ImportedPackage.CONVERTED, conversion.bytes(),
                Optional.empty()));
        FileCheck check = new FileCheck(made);
        Filler filler = new Filler(staged, check);
        conversion.run(part -> {
            stop.check();
            filler.take(part);
            environment.yieldToMessages();
        });
        ImportedPackage.StoredFile file = new ImportedPackage.StoredFile(ImportedPackage.CONVERTED, check.digest(),
                filler.end());
        return new Conversion(file, files, store.slices(staged, file.chunks()));
    }

    /**
     * Weights that were converted.
     *
     * @param before the files as they were
     * @param after the new file
     */
    record Conversion(ImportedPackage.StoredFile file, List<Slices> before, Slices after) {}

    /** A file that was brought in, read in parts. */
    Slices slices(ImportedPackage.StoredFile file) {
        return store.slices(staged(inspected.file(file.path()).file()), file.chunks());
    }

    /** Cuts what comes into pieces and stores each when it is whole. */
    private final class Filler implements FileStream.Sink {

        private final Staged staged;
        private final FileCheck check;
        private final List<Digest> digests = new ArrayList<>();
        private byte[] piece;
        private int filled;

        private Filler(Staged staged, FileCheck check) {
            this.staged = staged;
            this.check = check;
            piece = new byte[length()];
        }

        private int length() {
            long at = (long) digests.size() * ChunkList.CHUNK_BYTES;
            return (int) Math.max(0, Math.min(ChunkList.CHUNK_BYTES, staged.bytes() - at));
        }

        private void resume(List<Digest> there) {
            digests.addAll(there);
            piece = new byte[length()];
        }

        @Override
        public void take(byte[] bytes) {
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, piece.length - filled);
                if (count == 0) {
                    throw new DamagedData("A file is longer than it was said to be.",
                            Finding.at(staged.path()).expected(staged.bytes() + " bytes")
                                    .found("more").remedy("Inspect the model again: it may have changed."));
                }
                System.arraycopy(bytes, at, piece, filled, count);
                filled += count;
                at += count;
                if (filled == piece.length) {
                    stop.check();
                    check.update(piece);
                    digests.add(store.put(staged, digests.size(), piece));
                    progress.stored(piece.length);
                    piece = new byte[length()];
                    filled = 0;
                }
            }
            progress.arrived(filled);
        }

        @Override
        public void waiting(String reason, int millis) {
            progress.waiting(reason, millis);
        }

        private ChunkList end() {
            return new ChunkList(staged.bytes(), ChunkList.CHUNK_BYTES, digests);
        }
    }
}
