package dev.tabitat.kernels.backend;

import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.NearestF32;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.ScanI8;
import java.util.ArrayList;
import java.util.List;

/**
 * One search's way over the rows: stretches inside chunks, cut into calls for each thread, and where in a scratch
 * everything lies. A stretch begins a block of its own; threads take whole blocks.
 */
final class ScanPlan {

    private final int stride;
    private final int threads;
    private final int rows;
    private final int blocks;
    private final List<Segment> segments = new ArrayList<>();
    private final List<List<Call>> calls = new ArrayList<>();
    private final int vector;
    private final int found;
    private final int scores;
    private final int maxima;
    private final int program;
    private final long bytes;

    /**
     * Rows that lie in one chunk.
     *
     * @param row the first
     * @param scoreAt the place of its score
     * @param blockAt the place of its first block's maximum
     */
    record Segment(int row, int rows, int scoreAt, int blockAt) {

        int blocks() {
            return blocksOf(rows);
        }
    }

    /** A thread's part of a segment, from its block {@code block} on. */
    private record Call(Segment segment, int block, int rows) {
    }

    ScanPlan(RowRanges where, int stride, Int8Dot dot, int threads) {
        this.stride = stride;
        this.threads = threads;
        int scoreAt = 0;
        int blockAt = 0;
        int[] bounds = where.bounds();
        for (int i = 0; i < bounds.length; i += 2) {
            for (int row = bounds[i]; row < bounds[i + 1];) {
                int count = Math.min(bounds[i + 1] - row, VectorChunk.ROWS - row % VectorChunk.ROWS);
                segments.add(new Segment(row, count, scoreAt, blockAt));
                row += count;
                scoreAt += count;
                blockAt += blocksOf(count);
            }
        }
        rows = scoreAt;
        blocks = blockAt;
        int records = share();
        vector = (int) KernelMemory.aligned(ScanI8.HEAD_BYTES + (long) stride * dot.activationBytes());
        found = vector + 4 * stride;
        scores = found + NearestF32.FOUND_BYTES * VectorChunk.ROWS;
        maxima = (int) KernelMemory.aligned(scores + 4L * rows);
        program = (int) KernelMemory.aligned(maxima + 4L * blocks);
        bytes = program + (long) records * Program.RECORD_BYTES;
    }

    private static int blocksOf(int rows) {
        return (rows + ScanI8.BLOCK - 1) / ScanI8.BLOCK;
    }

    /** Cuts the segments into the threads' calls, as even as whole blocks allow; gives the number of records. */
    private int share() {
        int records = 0;
        int next = 0;
        int block = 0;
        int before = 0;
        for (int thread = 0; thread < threads; thread++) {
            List<Call> mine = new ArrayList<>();
            int until = (int) ((long) blocks * (thread + 1) / threads);
            while (before < until) {
                Segment segment = segments.get(next);
                int taken = Math.min(until - before, segment.blocks() - block);
                int first = block * ScanI8.BLOCK;
                mine.add(new Call(segment, block, Math.min(segment.rows() - first, taken * ScanI8.BLOCK)));
                before += taken;
                block += taken;
                if (block == segment.blocks()) {
                    next++;
                    block = 0;
                }
            }
            calls.add(mine);
            records += mine.size() + (threads > 1 ? 1 : 0);
        }
        return records;
    }

    List<Segment> segments() {
        return segments;
    }

    int rows() {
        return rows;
    }

    int blocks() {
        return blocks;
    }

    /** Bytes of scratch; the query comes first. */
    long bytes() {
        return bytes;
    }

    /** Where the query's vector lies. */
    int vector() {
        return vector;
    }

    /** Where rows that are found in a segment are listed. */
    int found() {
        return found;
    }

    int scores() {
        return scores;
    }

    int maxima() {
        return maxima;
    }

    int program() {
        return program;
    }

    /** Each thread's program, with the scratch at this address. */
    List<ThreadPool.Span> spans(int scratch) {
        List<ThreadPool.Span> spans = new ArrayList<>();
        int at = scratch + program;
        for (List<Call> mine : calls) {
            int end = at + (mine.size() + (threads > 1 ? 1 : 0)) * Program.RECORD_BYTES;
            spans.add(new ThreadPool.Span(at, end));
            at = end;
        }
        return spans;
    }

    /** The programs, one after the other, for a scratch and a control block at these addresses. */
    Bytes programs(List<VectorChunk> chunks, int scratch, int control) {
        int perRecord = Program.RECORD_BYTES / 4;
        int[] words = new int[(int) (bytes - program) / 4];
        int at = 0;
        for (List<Call> mine : calls) {
            for (Call call : mine) {
                put(words, at, chunks, scratch, call);
                at += perRecord;
            }
            if (threads > 1) {
                words[at] = Kernel.BARRIER.number();
                words[at + 1] = control;
                words[at + 2] = threads;
                at += perRecord;
            }
        }
        return Bytes.ofWords(words);
    }

    private void put(int[] words, int at, List<VectorChunk> chunks, int scratch, Call call) {
        Segment segment = call.segment();
        VectorChunk chunk = chunks.get(segment.row() / VectorChunk.ROWS);
        int row = segment.row() % VectorChunk.ROWS + call.block() * ScanI8.BLOCK;
        words[at] = Kernel.SCAN_I8.number();
        words[at + 1] = chunk.codes(row);
        words[at + 2] = chunk.notes(row);
        words[at + 3] = scratch;
        words[at + 4] = scratch + scores + 4 * (segment.scoreAt() + call.block() * ScanI8.BLOCK);
        words[at + 5] = scratch + maxima + 4 * (segment.blockAt() + call.block());
        words[at + 6] = call.rows();
        words[at + 7] = stride;
    }
}
