package dev.tabitat.kernels.backend;

import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.LinearI8;

/** Weights in the order in which kernels read them. */
final class Packed {

    private Packed() {
    }

    /** Inputs of a quantized row as kernels hold them: a multiple of sixteen. */
    static int stride(int in) {
        return in + 15 & ~15;
    }

    /** How many panels of outputs there are. */
    static int panels(int out) {
        return (out + LinearI8.PANEL - 1) / LinearI8.PANEL;
    }

    /** How many bytes {@link #panels(Tensor, Int8Dot)} makes. */
    static int panelBytes(Shape weights) {
        return panels(weights.dim(0)) * LinearI8.PANEL * stride(weights.dim(1));
    }

    /** How many bytes {@link #notes} makes. */
    static int noteBytes(Shape weights) {
        return panels(weights.dim(0)) * LinearI8.NOTES_BYTES;
    }

    /** Panels of int8 weights {@code [out, in]}, see {@link LinearI8}. */
    static byte[] panels(Tensor weights, Int8Dot dot) {
        return panels(weights.bytes(), weights.offset(), weights.shape().dim(0), weights.shape().dim(1), dot);
    }

    /** The same of weights that start at {@code offset}. */
    static byte[] panels(byte[] from, int offset, int out, int in, Int8Dot dot) {
        int stride = stride(in);
        int group = dot.group();
        byte[] to = new byte[panels(out) * LinearI8.PANEL * stride];
        for (int o = 0; o < out; o++) {
            int row = offset + o * in;
            int panel = o / LinearI8.PANEL * LinearI8.PANEL * stride + o % LinearI8.PANEL * group;
            for (int i = 0; i < in; i += group) {
                int at = panel + i * LinearI8.PANEL;
                int count = Math.min(group, in - i);
                for (int j = 0; j < count; j++) {
                    to[at + j] = from[row + i + j];
                }
            }
        }
        return to;
    }

    /** The panels' notes: scales, biases, sums of weights. */
    static byte[] notes(Tensor weights, Tensor scales, Tensor bias) {
        int in = weights.shape().dim(1);
        byte[] from = weights.bytes();
        byte[] notes = new byte[noteBytes(weights.shape())];
        for (int o = 0; o < weights.shape().dim(0); o++) {
            int sum = 0;
            int row = weights.offset() + o * in;
            for (int i = row; i < row + in; i++) {
                sum += from[i];
            }
            int at = o / LinearI8.PANEL * LinearI8.NOTES_BYTES + o % LinearI8.PANEL * 4;
            for (int b = 0; b < 4; b++) {
                notes[at + 8 * LinearI8.PANEL + b] = (byte) (sum >> 8 * b);
            }
        }
        putScales(notes, scales, bias);
        return notes;
    }

    /** Puts scales and biases into panels' notes. */
    static void putScales(byte[] notes, Tensor scales, Tensor bias) {
        for (int o = 0; o < scales.elements(); o++) {
            int at = o / LinearI8.PANEL * LinearI8.NOTES_BYTES + o % LinearI8.PANEL * 4;
            System.arraycopy(scales.bytes(), scales.offset() + 4 * o, notes, at, 4);
            System.arraycopy(bias.bytes(), bias.offset() + 4 * o, notes, at + 4 * LinearI8.PANEL, 4);
        }
    }

    /** The transpose of f32 weights {@code [out, in]}. */
    static byte[] transposed(Tensor weights) {
        int out = weights.shape().dim(0);
        int in = weights.shape().dim(1);
        byte[] from = weights.bytes();
        byte[] to = new byte[4 * out * in];
        for (int o = 0; o < out; o++) {
            int at = weights.offset() + 4 * o * in;
            int into = 4 * o;
            for (int i = 0; i < in; i++) {
                to[into] = from[at];
                to[into + 1] = from[at + 1];
                to[into + 2] = from[at + 2];
                to[into + 3] = from[at + 3];
                at += 4;
                into += 4 * out;
            }
        }
        return to;
    }
}
