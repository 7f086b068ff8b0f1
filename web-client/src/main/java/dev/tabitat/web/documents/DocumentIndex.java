package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentTextCodec;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.retrieval.PassageWords;
import dev.tabitat.core.retrieval.QueryTerms;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.core.retrieval.TermGroup;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.core.retrieval.WordIndex;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.store.DocumentStore;
import dev.tabitat.web.store.StoreFailures;
import dev.tabitat.web.store.VectorSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The open index: every document with its words and vectors in memory, as the store has them.
 *
 * <p>
 * Rows of words follow the documents; rows of vectors follow the order in which they were made, in stretches that each
 * belong to one document. What was deleted is taken out of both at once.
 */
final class DocumentIndex {

    private final DocumentStore store;
    private final DocumentEnvironment environment;
    private final FairLock refreshing;
    private final Map<String, IndexedDocument> documents = new LinkedHashMap<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final Map<String, String> damaged = new LinkedHashMap<>();
    private WordIndex words = new WordIndex();
    private Optional<VectorIndex> vectors = Optional.empty();
    private Optional<VectorSource> source = Optional.empty();
    /** The store's revision that was last read; "" before any. */
    private String revision = "";
    private boolean wasLocked;

    DocumentIndex(DocumentStore store, DocumentEnvironment environment) {
        this.store = store;
        this.environment = environment;
        this.refreshing = environment.lock();
    }

    /** Vectors of consecutive passages of one document, in consecutive rows. */
    private static final class Stretch {

        private final IndexedDocument document;
        private final int from;
        private int count;

        Stretch(IndexedDocument document, int from, int count) {
            this.document = document;
            this.from = from;
            this.count = count;
        }
    }

    /** A passage by its document. */
    record Found(IndexedDocument document, int index) {

        Passage passage() {
            return document.passages.get(index);
        }
    }

    Collection<IndexedDocument> all() {
        return documents.values();
    }

    Optional<IndexedDocument> find(String id) {
        return Optional.ofNullable(documents.get(id));
    }

    Optional<IndexedDocument> withDigest(String digest) {
        return documents.values().stream().filter(one -> one.head.digest().equals(digest)).findFirst();
    }

    /** Documents that could not be opened, with why. */
    Map<String, String> damaged() {
        return damaged;
    }

    int passages() {
        return words.size();
    }

    int embedded() {
        return vectors.map(VectorIndex::size).orElse(0);
    }

    long wordsBytes() {
        return words.memoryBytes();
    }

    long vectorsBytes() {
        return vectors.map(VectorIndex::memoryBytes).orElse(0L);
    }

    /**
     * Becomes what the store is now, unless it is already. Concurrent callers share one refresh. When this returns,
     * every change that was committed before the call can be seen.
     *
     * @param wanted whose vectors are searched
     * @param step is called between documents
     * @return whether anything had to be read
     */
    boolean refresh(Optional<VectorSource> wanted, Runnable step) {
        return !isCurrent(wanted) && refreshing.withLock(() -> {
            // Another thread's refresh may have begun after the call.
            if (isCurrent(wanted)) {
                return false;
            }
            // Read before the records: a change between the two is found by the next call.
            String found = store.revision();
            if (!wanted.equals(source)) {
                dropVectors();
                source = wanted;
            }
            wasLocked = store.isLocked();
            Map<String, List<String>> names = wasLocked ? Map.of() : store.names();
            for (IndexedDocument one : new ArrayList<>(documents.values())) {
                if (!names.containsKey(one.id)) {
                    drop(one.id);
                }
            }
            damaged.keySet().retainAll(names.keySet());
            boolean isWhole = true;
            for (Map.Entry<String, List<String>> one : names.entrySet()) {
                step.run();
                isWhole &= damaged.containsKey(one.getKey()) || open(one.getKey(), one.getValue());
            }
            revision = isWhole ? found : "";
            return true;
        });
    }

    private boolean isCurrent(Optional<VectorSource> wanted) {
        return wanted.equals(source) && store.isLocked() == wasLocked && store.revision().equals(revision);
    }

    /** @return whether it is as the store has it, or damaged */
    private boolean open(String id, List<String> records) {
        try {
            IndexedDocument document = documents.get(id);
            if (document == null) {
                DocumentHead head = DocumentHead
                        .of(JsonReader.readObject(store.read(id, DocumentStore.HEAD), JsonLimits.DEFAULT));
                List<Passage> passages = PassageTable.read(store.read(id, DocumentStore.PASSAGES));
                PassageWords own = words(id, head, passages);
                document = new IndexedDocument(id, head, passages, words.add(own));
                documents.put(id, document);
            }
            if (source.isPresent()) {
                for (Map.Entry<Integer, String> piece : DocumentStore.vectors(records, source.get()).entrySet()) {
                    if (piece.getKey() == document.embedded && !document.isWhole()) {
                        take(document, VectorBytes.read(store.read(id, piece.getValue()), width(),
                                "documents/" + id + "/" + piece.getValue()));
                    }
                }
            }
        } catch (DamagedData broken) {
            // Reported in the list; the others go on.
            damaged.put(id, broken.getMessage());
        } catch (TabitatException notNow) {
            if (StoreFailures.isOfStore(notNow)) {
                throw notNow;
            }
            // Deleted or locked since the names were read: the next refresh reads it again.
            return false;
        }
        return true;
    }

    /** A document's words; those that an earlier version made are made anew, from its text. */
    private PassageWords words(String id, DocumentHead head, List<Passage> passages) {
        byte[] kept = store.read(id, DocumentStore.WORDS);
        if (!PassageWords.isOutdated(kept)) {
            return PassageWords.fromBytes(kept);
        }
        PassageWords made = PassageWords.of(DocumentTextCodec.read(store.read(id, DocumentStore.TEXT)).text(),
                head.title(), passages);
        store.replaceWords(id, made.toBytes());
        return made;
    }

    private int width() {
        return vectors.map(VectorIndex::width).orElse(WIDTH);
    }

    /** Numbers of a vector of the encoders that there are. */
    private static final int WIDTH = 384;

    /** Takes vectors that were just made of the passages that follow those that have some. */
    void took(String id, VectorSource maker, int from, float[] made) {
        refreshing.withLock(() -> {
            IndexedDocument document = documents.get(id);
            if (document != null && source.equals(Optional.of(maker)) && document.embedded == from) {
                take(document, made);
            }
            return true;
        });
    }

    private void take(IndexedDocument document, float[] made) {
        if (vectors.isEmpty()) {
            vectors = Optional.of(environment.vectors(WIDTH));
        }
        VectorIndex index = vectors.get();
        int count = made.length / index.width();
        if (document.embedded + count > document.passages.size()) {
            throw new DamagedData("A document has more vectors than passages.",
                    dev.tabitat.core.error.Finding.at("documents/" + document.id)
                            .expected(document.passages.size()).found(document.embedded + count));
        }
        index.add(made, count);
        Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
        if (last != null && last.document == document && last.from + last.count == document.embedded) {
            last.count += count;
        } else {
            stretches.add(new Stretch(document, document.embedded, count));
        }
        document.embedded += count;
    }

    private void drop(String id) {
        IndexedDocument gone = documents.remove(id);
        int row = 0;
        for (int i = 0; i < stretches.size();) {
            Stretch stretch = stretches.get(i);
            if (stretch.document == gone) {
                vectors.orElseThrow().remove(row, row + stretch.count);
                stretches.remove(i);
            } else {
                row += stretch.count;
                i++;
            }
        }
        words.remove(gone.first, gone.first + gone.passages.size());
        for (IndexedDocument one : documents.values()) {
            if (one.first > gone.first) {
                one.first -= gone.passages.size();
            }
        }
    }

    private void dropVectors() {
        vectors.ifPresent(VectorIndex::close);
        vectors = Optional.empty();
        stretches.clear();
        documents.values().forEach(one -> one.embedded = 0);
    }

    /** Forgets everything that is in memory. */
    void close() {
        refreshing.withLock(() -> {
            dropVectors();
            documents.clear();
            damaged.clear();
            words = new WordIndex();
            source = Optional.empty();
            revision = "";
            return true;
        });
    }

    /** What a question's words are looked for as. */
    List<TermGroup> terms(String question) {
        return QueryTerms.of(question, words);
    }

    /**
     * The passages that hold these words, the best first. @param besides rows of other passages whose hits are returned
     * as well
     */
    WordIndex.Found byWords(List<TermGroup> terms, int k, Predicate<IndexedDocument> filter, int[] besides) {
        List<int[]> spans = new ArrayList<>();
        for (IndexedDocument one : documents.values()) {
            if (filter.test(one)) {
                spans.add(new int[]{one.first, one.first + one.passages.size()});
            }
        }
        return words.find(terms, k, ranges(spans), besides);
    }

    /** The passages nearest in meaning, the best first; rows are those of words. */
    Hits byMeaning(float[] question, int k, Predicate<IndexedDocument> filter) {
        if (vectors.isEmpty()) {
            return new Hits(new int[0], new float[0]);
        }
        List<int[]> spans = new ArrayList<>();
        int row = 0;
        for (Stretch stretch : stretches) {
            if (filter.test(stretch.document)) {
                spans.add(new int[]{row, row + stretch.count});
            }
            row += stretch.count;
        }
        Hits hits = vectors.get().nearest(question, k, ranges(spans));
        int[] rows = new int[hits.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = wordRow(hits.rows()[i]);
        }
        return new Hits(rows, hits.scores());
    }

    /** How similar passages are to a question; {@code orElse} for those without a vector. @param rows of words */
    float[] similarities(float[] question, int[] rows, float orElse) {
        float[] similarities = new float[rows.length];
        float[] vector = new float[question.length];
        for (int i = 0; i < rows.length; i++) {
            Found found = at(rows[i]);
            similarities[i] = orElse;
            if (found.index() < found.document().embedded) {
                vectors.orElseThrow().read(vectorRow(found), vector);
                similarities[i] = VectorBytes.dot(question, vector, 0);
            }
        }
        return similarities;
    }

    private int vectorRow(Found found) {
        int row = 0;
        for (Stretch stretch : stretches) {
            int in = found.index() - stretch.from;
            if (stretch.document == found.document() && in >= 0 && in < stretch.count) {
                return row + in;
            }
            row += stretch.count;
        }
        throw new IllegalStateException("No stretch holds passage " + found.index());
    }

    private int wordRow(int vectorRow) {
        int row = 0;
        for (Stretch stretch : stretches) {
            if (vectorRow < row + stretch.count) {
                return stretch.document.first + stretch.from + vectorRow - row;
            }
            row += stretch.count;
        }
        throw new IllegalStateException("No stretch holds row " + vectorRow);
    }

    /** The passage of a row of words. */
    Found at(int row) {
        for (IndexedDocument one : documents.values()) {
            if (row >= one.first && row < one.first + one.passages.size()) {
                return new Found(one, row - one.first);
            }
        }
        throw new IllegalStateException("No document holds row " + row);
    }

    private static RowRanges ranges(List<int[]> spans) {
        spans.sort((a, b) -> Integer.compare(a[0], b[0]));
        int[] bounds = new int[2 * spans.size()];
        int n = 0;
        for (int[] span : spans) {
            if (span[0] == span[1]) {
                continue;
            }
            if (n > 0 && bounds[n - 1] == span[0]) {
                bounds[n - 1] = span[1];
            } else {
                bounds[n++] = span[0];
                bounds[n++] = span[1];
            }
        }
        return new RowRanges(java.util.Arrays.copyOf(bounds, n));
    }
}
