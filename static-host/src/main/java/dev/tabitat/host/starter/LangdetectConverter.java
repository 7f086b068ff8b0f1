package dev.tabitat.host.starter;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.CharNgramMaxent;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.NgramFeatures;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import dev.tabitat.core.tokenizer.TextNormalizer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenNLP's language detector: a maximum entropy model (GIS) over the character n-grams that are present.
 *
 * <pre>
 * model    = "GIS" correction:i32 constant:f64 outcomes patterns features parameter*
 * outcomes = count:i32 label*                          (strings as DataOutput.writeUTF has them, numbers big-endian)
 * patterns = count:i32 pattern*                        pattern = text: number of features, then outcome indices
 * features = count:i32 n-gram*                         in the order of the patterns
 * parameter= f64, feature after feature, in the order of the pattern's outcomes
 * </pre>
 */
final class LangdetectConverter {

    private LangdetectConverter() {}

    static Map<String, byte[]> files(Artifacts artifacts) throws IOException {
        Map<String, byte[]> archive = Artifacts.unzip(artifacts.read(Artifacts.LANGDETECT));
        Map<String, byte[]> files = new LinkedHashMap<>();
        convert(new DataInputStream(new ByteArrayInputStream(archive.get("langdetect.model"))), files);
        files.put(ModelPackage.LICENCE, join(archive.get("LICENSE.txt"), archive.get("NOTICE.txt")));
        return files;
    }

    private static void convert(DataInputStream in, Map<String, byte[]> files) throws IOException {
        if (!in.readUTF().equals("GIS")) {
            throw new IOException("The language detector is not a GIS model");
        }
        in.readInt();
        in.readDouble();
        List<String> labels = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            labels.add(in.readUTF());
        }
        List<int[]> rows = new ArrayList<>();
        int nonzero = 0;
        for (int left = in.readInt(); left > 0; left--) {
            String[] numbers = in.readUTF().split(" ");
            int[] outcomes = new int[numbers.length - 1];
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] = Integer.parseInt(numbers[i + 1]);
            }
            for (int copies = Integer.parseInt(numbers[0]); copies > 0; copies--) {
                rows.add(outcomes);
                nonzero += outcomes.length;
            }
        }
        List<String> vocabulary = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            vocabulary.add(in.readUTF());
        }
        if (vocabulary.size() != rows.size()) {
            throw new IOException("The model has " + vocabulary.size() + " features but patterns for " + rows.size());
        }
        files.put(ModelPackage.WEIGHTS,
                new Safetensors(tensors(in, rows, nonzero, labels.size()), Map.of("format", "pt")).write());
        files.put(ModelPackage.ARCHITECTURE, JsonObject.of(
                "architecture", CharNgramMaxent.ID,
                "normalizer", TextNormalizer.OPENNLP_LANGDETECT.id(),
                "ngrams", List.of(1, 2, 3),
                "weighting", NgramFeatures.Weighting.PRESENCE.id(),
                "labels", labels).toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.VOCABULARY, NgramVocabulary.write(vocabulary));
    }

    private static Map<String, Tensor> tensors(DataInputStream in, List<int[]> rows, int nonzero, int labels)
            throws IOException {
        int[] offsets = new int[rows.size() + 1];
        byte[] columns = new byte[nonzero];
        float[] weights = new float[nonzero];
        int at = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int outcome : rows.get(row)) {
                columns[at] = (byte) outcome;
                weights[at++] = (float) in.readDouble();
            }
            offsets[row + 1] = at;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("row_offsets", Tensor.ofInts(Shape.of(offsets.length), offsets));
        tensors.put("columns", Tensor.ofBytes(DType.U8, Shape.of(nonzero), columns));
        tensors.put("weights", Tensor.ofFloats(Shape.of(nonzero), weights));
        tensors.put("bias", Tensor.ofFloats(Shape.of(labels), new float[labels]));
        return tensors;
    }

    private static byte[] join(byte[] licence, byte[] notice) {
        String text = new String(licence, StandardCharsets.UTF_8).strip() + "\n\n---- NOTICE ----\n\n"
                + new String(notice, StandardCharsets.UTF_8).strip() + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
