package dev.tabitat.core.format.onnx;

import java.util.Random;

/** ONNX files for tests outside of this package. */
public final class OnnxTestFiles {

    private OnnxTestFiles() {}

    /** A random sound model. */
    public static byte[] random(Random random) {
        return OnnxWriter.write(OnnxSamples.random(random));
    }
}
