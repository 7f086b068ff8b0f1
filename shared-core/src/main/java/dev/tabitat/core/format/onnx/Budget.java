package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;

/** What one file has used of its limits. Counted before anything is allocated. */
final class Budget {

    private final OnnxLimits limits;
    private int nodes;
    private int tensors;
    private int parts;
    private long converted;

    Budget(OnnxLimits limits) {
        this.limits = limits;
    }

    void node(ProtoReader at) {
        require("The graph has too many nodes.", "nodes", limits.maxNodes(), ++nodes, at);
    }

    void tensor(ProtoReader at) {
        require("There are too many tensors.", "tensors", limits.maxTensors(), ++tensors, at);
    }

    void part(ProtoReader at) {
        require("The model has too many parts.", "names, extents and attribute values", limits.maxParts(), ++parts, at);
    }

    void extent(int rank, ProtoReader at) {
        require("A shape has too many extents.", "extents", limits.maxRank(), rank, at);
        part(at);
    }

    void text(int bytes, ProtoReader at) {
        require("A text is too long.", "bytes", limits.maxTextBytes(), bytes, at);
        part(at);
    }

    void convert(long bytes, String where) {
        converted += bytes;
        require("Too many tensors must be converted.", "bytes of memory", limits.maxConvertedBytes(), converted, where);
    }

    /** Counting is frequent, failing is not: the place is put into words only then. */
    private static void require(String message, String unit, long limit, long found, ProtoReader at) {
        if (found > limit) {
            require(message, unit, limit, found, at.place());
        }
    }

    static void require(String message, String unit, long limit, long found, String where) {
        if (found > limit) {
            throw new OutOfBudget(message,
                    Finding.at(where).expected("at most " + limit + " " + unit).found(found + " or more"));
        }
    }
}
