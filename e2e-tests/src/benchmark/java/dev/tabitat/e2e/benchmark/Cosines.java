package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** How near embeddings are to those of the fp32 model, text by text. */
record Cosines(String what, double[] values) {

    static Cosines of(String what, List<double[]> embeddings, List<double[]> reference) {
        double[] values = new double[reference.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = cosine(embeddings.get(i), reference.get(i));
        }
        return new Cosines(what, values);
    }

    private static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    double minimum() {
        return Arrays.stream(values).min().orElseThrow();
    }

    JsonObject json() {
        return JsonObject.of("what", what, "n", values.length, "mean", mean(), "minimum", minimum(), "cosines",
                Json.of(Arrays.stream(values).boxed().toList()));
    }
}
