package dev.tabitat.host.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tabitat.core.adapter.AdaptedModel;
import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A LoRA in PEFT's files over our encoders, against ONNX Runtime on the original whose weights were changed by PEFT's
 * definition, W + alpha / r · B · A, in the bytes of its file.
 */
final class AdapterParityTest {

    private static final List<String> TEXTS = List.of(
            "The pharmacy on the corner closes at six.", "Rain.",
            "My order arrived broken and I would like my money back, please.", "naïve café 東京 №5 — 3.14 €");

    private static final List<String> ENDINGS = List.of("attention.self.query", "attention.self.value",
            "attention.output.dense", "intermediate.dense", "output.dense");
    private static final int RANK = 6;
    private static final double SCALING = 9.0 / RANK;
    private static final int LAYERS = 6;

    @Test
    void aLoraDoesWhatTheSameChangeOfTheOriginalDoes() throws Exception {
        Artifacts artifacts = MinilmPackages.artifacts();
        List<ModelPackage> packages = MinilmPackages.built();
        Map<String, Tensor> weights = Safetensors.read(packages.get(0).file(ModelPackage.WEIGHTS)).tensors();
        byte[] onnx = artifacts.read(Artifacts.MINILM);
        Map<String, Tensor> lora = new TreeMap<>();
        Random random = new Random(2026);
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String ending : ENDINGS) {
                String module = "encoder.layer." + layer + "." + ending;
                int out = weights.get(module + ".weight").shape().dim(0);
                int in = weights.get(module + ".weight").shape().dim(1);
                float[] a = floats(random, RANK * in);
                float[] b = floats(random, out * RANK);
                lora.put("base_model.model." + module + ".lora_A.weight", Tensor.ofFloats(Shape.of(RANK, in), a));
                lora.put("base_model.model." + module + ".lora_B.weight", Tensor.ofFloats(Shape.of(out, RANK), b));
                change(onnx, module, weights.get(module + ".weight").toFloats(), in, a, b);
            }
        }
        byte[] config = ("{\"peft_type\": \"LORA\", \"r\": " + RANK
                + ", \"lora_alpha\": 9, \"bias\": \"none\", \"target_modules\": [\"query\", \"value\", \"dense\"], "
                + "\"exclude_modules\": [\"pooler.dense\"]}").getBytes(StandardCharsets.UTF_8);
        AdapterStack stack = AdapterStack.of(new AdapterStack.Entry("lora", Digest.of(config),
                AdapterFiles.read(config, new Safetensors(lora, Map.of()).write()), 1));

        double[][] changed = new double[TEXTS.size()][];
        TextEncoder parent = Models.encoder(packages.get(0));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx)) {
            for (int i = 0; i < changed.length; i++) {
                changed[i] = embedding(session, parent.tokenizer().encode(TEXTS.get(i), parent.maxTokens()).ids());
            }
        }
        double[] least = {0.999999, 0.97, 0.7};
        for (int p = 0; p < packages.size(); p++) {
            TextEncoder encoder = Models.encoder(packages.get(p));
            AdaptedModel adapted = AdaptedModel.of(encoder.graph(), Modules.of(encoder), stack);
            try (Session base = new ReferenceBackend().open(encoder.graph(), encoder.weights());
                    Session session = base.derive(adapted.graph(), adapted.added())) {
                double with = worst(changed, new EncoderRunner(encoder, session, 64)
                        .embed(TEXTS, EncoderRunner.ProgressListener.NONE).values());
                double without = worst(changed, new EncoderRunner(encoder, base, 64)
                        .embed(TEXTS, EncoderRunner.ProgressListener.NONE).values());
                System.out.printf(
                        "%s with a LoRA to ONNX Runtime on the changed original: least cosine %.7f, without the LoRA %.7f, n = %d%n",
                        packages.get(p).manifest().name(), with, without, TEXTS.size());
                assertTrue(with > least[p], packages.get(p).manifest().name() + ": " + with);
                assertTrue(without < 0.9 && without < with, packages.get(p).manifest().name() + " without: " + without);
            }
        }
    }

    /** Overwrites a matrix in the file, [in, out] there, with what PEFT's definition makes of it. */
    private static void change(byte[] onnx, String module, float[] w, int in, float[] a, float... b) {
        int out = w.length / in;
        ByteBuffer before = ByteBuffer.allocate(4 * w.length).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer after = ByteBuffer.allocate(4 * w.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int r = 0; r < RANK; r++) {
                    sum += (double) b[o * RANK + r] * a[r * in + i];
                }
                before.putFloat(w[o * in + i]);
                after.putFloat((float) (w[o * in + i] + SCALING * sum));
            }
        }
        int found = 0;
        byte[] old = before.array();
        for (int at = 0; at + old.length <= onnx.length; at++) {
            if (onnx[at] == old[0] && onnx[at + 1] == old[1] && onnx[at + 2] == old[2]
                    && Arrays.equals(onnx, at, at + old.length, old, 0, old.length)) {
                System.arraycopy(after.array(), 0, onnx, at, old.length);
                found++;
            }
        }
        assertEquals(1, found, module + " in the ONNX file");
    }

    private static double[] embedding(OrtSession session, int... ids) throws OrtException {
        long[][] words = {Arrays.stream(ids).asLongStream().toArray()};
        long[][] ones = {Arrays.stream(ids).mapToLong(id -> 1).toArray()};
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, words);
                OnnxTensor mask = OnnxTensor.createTensor(environment, ones);
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][ids.length]);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[][] rows = ((float[][][]) result.get(0).getValue())[0];
            double[] mean = new double[rows[0].length];
            for (float[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    mean[i] += row[i];
                }
            }
            return mean;
        }
    }

    private static double worst(double[][] expected, float... found) {
        double worst = 1;
        for (int text = 0; text < expected.length; text++) {
            double dot = 0;
            double aa = 0;
            double bb = 0;
            for (int i = 0; i < expected[text].length; i++) {
                float other = found[text * expected[text].length + i];
                dot += expected[text][i] * other;
                aa += expected[text][i] * expected[text][i];
                bb += (double) other * other;
            }
            worst = Math.min(worst, dot / Math.sqrt(aa * bb));
        }
        return worst;
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.12f * (2 * random.nextFloat() - 1);
        }
        return values;
    }
}
