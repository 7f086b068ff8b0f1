package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.core.retrieval.TopRows;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.NearestF32;
import dev.tabitat.kernels.kernel.ScanI8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors in kernel memory, searched exactly: a scan of one byte a number says what each row can score at most
 * ({@link VectorCodes}), and only rows that could be among the best are multiplied in f32.
 *
 * <p>
 * A search asks twice. First for the rows whose highest possible score is at least that of the k-th best block of rows:
 * those are k or more, and the k-th best product among them is a score that the worst hit reaches. Then for the rows
 * left whose highest possible score reaches that. No other row can be a hit, so the hits are those of a search over all
 * rows, on every device and by every {@link Int8Dot}.
 */
public final class KernelVectors implements VectorIndex {

    /** The most hits that can be asked for. */
    public static final int MAX_HITS = 1000;

    private static final String COPY = "copy";
    private static final String ZERO = "zero";
    private static final String PURPOSE = "the vectors of documents";
    private static final int BATCH = 128;

    /**
     * Work of a product here against one in a layer: here each reads a byte from memory, there weights stay in the
     * cache.
     */
    private static final long PRODUCT_WORK = 60;

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final Int8Dot dot;
    private final ThreadPool threads;
    private final int width;
    private final int stride;
    private final List<VectorChunk> chunks = new ArrayList<>();
    private Region scratch;
    private int size;
    private boolean open = true;

    /** Vectors that are searched on the calling thread alone. */
    public KernelVectors(KernelMemory memory, Int8Dot dot, int width) {
        this(memory, memory.host().instantiate(memory.host().kernels(dot)), dot, ThreadPool.SINGLE, width);
    }

    KernelVectors(KernelMemory memory, KernelModule kernels, Int8Dot dot, ThreadPool threads, int width) {
        if (width < 1) {
            throw new IllegalArgumentException("Vectors of " + width + " numbers");
        }
        this.memory = memory;
        this.kernels = kernels;
        this.dot = dot;
        this.threads = threads;
        this.width = width;
        this.stride = Packed.stride(width);
        this.scratch = memory.take(0, PURPOSE);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void add(float[] vectors, int count) {
        requireOpen();
        if (count < 0 || (long) count * width > vectors.length) {
            throw new IllegalArgumentException(count + " vectors of " + width + " in " + vectors.length + " numbers");
        }
        int chunksBefore = chunks.size();
        try {
            while ((long) chunks.size() * VectorChunk.ROWS < (long) size + count) {
                chunks.add(new VectorChunk(memory.take(VectorChunk.bytes(stride), PURPOSE), stride));
            }
            makeRoom(new ScanPlan(RowRanges.all(size + count), stride, dot, threads.threads(work(size + count))));
            write(vectors, count);
        } catch (TabitatException e) {
            dropChunks(chunksBefore);
            zero(size, chunksBefore * VectorChunk.ROWS);
            throw e;
        }
        size += count;
    }

    @Override
    public void remove(int from, int to) {
        requireOpen();
        if (from < 0 || from > to || to > size) {
            throw new IllegalArgumentException("Rows " + from + " to " + to + " of " + size);
        }
        int target = from;
        int source = to;
        while (source < size) {
            int rows = Math.min(size - source, Math.min(restOfChunk(target), restOfChunk(source)));
            move(source, target, rows);
            source += rows;
            target += rows;
        }
        zero(target, size);
        size = target;
        dropChunks((size + VectorChunk.ROWS - 1) / VectorChunk.ROWS);
    }

    @Override
    public Hits nearest(float[] query, int k, RowRanges where) {
        requireOpen();
        int[] bounds = where.bounds();
        if (query.length != width || k < 1 || k > MAX_HITS
                || bounds.length > 0 && (bounds[0] < 0 || bounds[bounds.length - 1] > size)) {
            throw new IllegalArgumentException(
                    k + " rows nearest to " + query.length + " numbers among " + size + " rows of " + width);
        }
        int rows = where.rows();
        if (rows == 0) {
            return new Hits(new int[0], new float[0]);
        }
        ScanPlan plan = scan(where, query);
        float[] maxima = floats(plan.maxima(), plan.blocks());
        TopRows best = new TopRows(Math.min(k, rows));
        float first = firstBound(plan, maxima, Math.min(k, rows));
        multiply(plan, maxima, first, Float.POSITIVE_INFINITY, best);
        if (best.worst() < first) {
            multiply(plan, maxima, best.worst(), first, best);
        }
        return best.hits();
    }

    @Override
    public void read(int row, float[] into) {
        requireOpen();
        if (row < 0 || row >= size) {
            throw new IllegalArgumentException("Row " + row + " of " + size);
        }
        memory.host().readFloats(chunks.get(row / VectorChunk.ROWS).vectors(row % VectorChunk.ROWS), into, 0, width);
    }

    @Override
    public long memoryBytes() {
        return open ? scratch.bytes() + (long) chunks.size() * VectorChunk.bytes(stride) : 0;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            size = 0;
            dropChunks(0);
            wipe(scratch);
            memory.giveBack(scratch);
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("The vectors are closed");
        }
    }

    private long work(int rows) {
        return (long) rows * stride * PRODUCT_WORK;
    }

    // ---- rows ----

    private void write(float[] vectors, int count) {
        int done = 0;
        while (done < count) {
            int rows = Math.min(count - done, Math.min(BATCH, restOfChunk(size + done)));
            write(vectors, done, size + done, rows);
            done += rows;
        }
    }

    private void write(float[] vectors, int from, int row, int rows) {
        byte[] codes = new byte[rows * stride];
        float[] padded = new float[rows * stride];
        float[] steps = new float[rows];
        float[] errors = new float[rows];
        float[] lengths = new float[rows];
        int[] sums = new int[rows];
        for (int r = 0; r < rows; r++) {
            int at = (from + r) * width;
            new VectorCodes(vectors, at, width, VectorCodes.ROW_LARGEST).write(codes, r * stride, steps, errors,
                    lengths, sums, r);
            System.arraycopy(vectors, at, padded, r * stride, width);
        }
        VectorChunk chunk = chunks.get(row / VectorChunk.ROWS);
        int in = row % VectorChunk.ROWS;
        int notes = chunk.notes(in);
        memory.host().write(chunk.codes(in), codes, 0, codes.length);
        memory.host().writeFloats(chunk.vectors(in), padded, 0, padded.length);
        memory.host().writeFloats(notes, steps, 0, rows);
        memory.host().writeFloats(notes + ScanI8.NOTES_STRIDE, errors, 0, rows);
        memory.host().writeFloats(notes + 2 * ScanI8.NOTES_STRIDE, lengths, 0, rows);
        memory.host().write(notes + 3 * ScanI8.NOTES_STRIDE, Bytes.ofWords(sums).data(), 0, 4 * rows);
    }

    private static int restOfChunk(int row) {
        return VectorChunk.ROWS - row % VectorChunk.ROWS;
    }

    /** Moves rows down, each stretch inside one chunk. */
    private void move(int source, int target, int rows) {
        VectorChunk from = chunks.get(source / VectorChunk.ROWS);
        VectorChunk to = chunks.get(target / VectorChunk.ROWS);
        int fromRow = source % VectorChunk.ROWS;
        int toRow = target % VectorChunk.ROWS;
        kernels.call(COPY, to.codes(toRow), from.codes(fromRow), rows * stride);
        kernels.call(COPY, to.vectors(toRow), from.vectors(fromRow), 4 * rows * stride);
        for (int note = 0; note < VectorChunk.NOTES; note++) {
            int offset = note * ScanI8.NOTES_STRIDE;
            kernels.call(COPY, to.notes(toRow) + offset, from.notes(fromRow) + offset, 4 * rows);
        }
    }

    private void zero(int from, int to) {
        int rows;
        for (int row = from; row < to; row += rows) {
            rows = Math.min(to - row, restOfChunk(row));
            VectorChunk chunk = chunks.get(row / VectorChunk.ROWS);
            int in = row % VectorChunk.ROWS;
            kernels.call(ZERO, chunk.codes(in), rows * stride);
            kernels.call(ZERO, chunk.vectors(in), 4 * rows * stride);
            for (int note = 0; note < VectorChunk.NOTES; note++) {
                kernels.call(ZERO, chunk.notes(in) + note * ScanI8.NOTES_STRIDE, 4 * rows);
            }
        }
    }

    /** Overwrites and gives back all chunks but the first so many. */
    private void dropChunks(int kept) {
        while (chunks.size() > kept) {
            Region region = chunks.remove(chunks.size() - 1).region();
            wipe(region);
            memory.giveBack(region);
        }
    }

    private void wipe(Region region) {
        kernels.call(ZERO, region.address(), region.bytes());
    }

    // ---- searches ----

    /**
     * Exchanges the scratch for a larger one when a search needs more; the half as much again saves exchanges while
     * rows come in.
     */
    private void makeRoom(ScanPlan plan) {
        if (plan.bytes() > scratch.bytes()) {
            Region larger = memory.take(plan.bytes() + plan.bytes() / 2, PURPOSE);
            wipe(scratch);
            memory.giveBack(scratch);
            scratch = larger;
        }
    }

    private ScanPlan scan(RowRanges where, float[] query) {
        ScanPlan plan = new ScanPlan(where, stride, dot, threads.threads(work(where.rows())));
        makeRoom(plan);
        try {
            scan(plan, query);
            return plan;
        } catch (ThreadPool.Stopped stopped) {
            // A straggler may still write scores there: this scratch is not used again.
            wipe(scratch);
            scratch = memory.take(0, PURPOSE);
            return scan(where, query);
        }
    }

    private void scan(ScanPlan plan, float[] query) {
        Bytes codes = new VectorCodes(query, 0, width, VectorCodes.QUERY_LARGEST).asQuery(stride, dot);
        memory.host().write(scratch.address(), codes.data(), 0, codes.length());
        memory.host().writeFloats(scratch.address() + plan.vector(), Arrays.copyOf(query, stride), 0, stride);
        Bytes programs = plan.programs(chunks, scratch.address(), threads.control());
        memory.host().write(scratch.address() + plan.program(), programs.data(), 0, programs.length());
        threads.run(kernels, plan.spans(scratch.address()));
    }

    /**
     * A score that {@code k} rows or more can reach: of whole blocks where there are enough, which takes fewer looks.
     */
    private float firstBound(ScanPlan plan, float[] maxima, int k) {
        float[] values = maxima.length >= k ? maxima : floats(plan.scores(), plan.rows());
        TopRows top = new TopRows(k);
        for (int i = 0; i < values.length; i++) {
            top.offer(values[i], i);
        }
        return top.worst();
    }

    /** Offers the rows that can score so much, with what they do score. */
    private void multiply(ScanPlan plan, float[] maxima, float low, float high, TopRows best) {
        for (ScanPlan.Segment segment : plan.segments()) {
            if (!reaches(maxima, segment, low)) {
                continue;
            }
            VectorChunk chunk = chunks.get(segment.row() / VectorChunk.ROWS);
            int found = kernels.call(NearestF32.NAME, chunk.vectors(segment.row() % VectorChunk.ROWS),
                    scratch.address() + plan.vector(),
                    scratch.address() + plan.scores() + 4 * segment.scoreAt(),
                    scratch.address() + plan.maxima() + 4 * segment.blockAt(),
                    segment.rows(), stride, Float.floatToIntBits(low), Float.floatToIntBits(high),
                    scratch.address() + plan.found(), segment.row());
            byte[] bytes = new byte[found * NearestF32.FOUND_BYTES];
            memory.host().read(scratch.address() + plan.found(), bytes, 0, bytes.length);
            Bytes words = Bytes.of(bytes);
            for (int i = 0; i < found; i++) {
                best.offer(Float.intBitsToFloat(words.word(2 * i + 1)), words.word(2 * i));
            }
        }
    }

    private static boolean reaches(float[] maxima, ScanPlan.Segment segment, float low) {
        for (int block = 0; block < segment.blocks(); block++) {
            if (maxima[segment.blockAt() + block] >= low) {
                return true;
            }
        }
        return false;
    }

    private float[] floats(int offset, int count) {
        float[] values = new float[count];
        memory.host().readFloats(scratch.address() + offset, values, 0, count);
        return values;
    }
}
