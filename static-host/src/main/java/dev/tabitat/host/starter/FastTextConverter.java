package dev.tabitat.host.starter;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.FastText;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.SubwordVocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * fastText's language identification, as its quantized file has it; its codes are kept as they are. Numbers are
 * little-endian:
 *
 * <pre>
 * file       = magic:i32 version:i32 arguments dictionary quantized:u8 rows quantized:u8 output
 * arguments  = dim ws epoch minCount neg wordNgrams loss model bucket minn maxn lrUpdateRate (i32 each) t:f64
 * dictionary = entries:i32 words:i32 labels:i32 tokens:i64 pruned:i64 entry* (bucket:i32 row:i32)*
 * entry      = UTF-8 0x00 count:i64 isLabel:u8
 * rows       = hasNorms:u8 m:i64 n:i64 codes:i32 u8* quantizer (u8* quantizer, the norms)
 * quantizer  = dim:i32 parts:i32 width:i32 lastWidth:i32 f32[dim · 256]
 * output     = m:i64 n:i64 f32*
 * </pre>
 */
final class FastTextConverter {

    private static final int MAGIC = 793_712_314;
    private static final int VERSION = 12;
    private static final int HIERARCHICAL_SOFTMAX = 1;
    private static final int CENTROIDS = 256;
    private static final String LABEL = "__label__";
    /** fastText's codes are those of Wikipedia; its list maps two of them to one. */
    private static final Map<String, String> OWN_CODES = Map.of("nn", "nno");

    private static final String NOTICE = """
            lid.176.ftz, a model for language identification of the fastText library, by Armand Joulin, Edouard Grave, Piotr Bojanowski,
            Matthijs Douze, Herve Jegou and Tomas Mikolov (Meta), trained on Wikipedia, Tatoeba and SETimes and published at
            https://fasttext.cc/docs/en/language-identification.html under CC BY-SA 3.0.
            Changed: stored as safetensors and a vocabulary, its rows in another order, its labels renamed to ISO 639-3. The numbers are
            as they were.

            ---- LICENCE ----

            """;

    private final ByteBuffer in;

    private FastTextConverter(byte[] file) {
        in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Map<String, byte[]> files(Artifacts artifacts) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        new FastTextConverter(artifacts.read(Artifacts.FASTTEXT)).convert(codes(artifacts), files);
        String licence = object(artifacts.read(Artifacts.FASTTEXT_LICENCE)).string("licenseText");
        files.put(ModelPackage.LICENCE, (NOTICE + licence.strip() + "\n").getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** ISO 639-3 of a label: what scores are named after. */
    static Map<String, String> codes(Artifacts artifacts) throws IOException {
        JsonObject languages = object(artifacts.read(Artifacts.FASTTEXT_LANGUAGES));
        Map<String, String> codes = new LinkedHashMap<>();
        for (String name : languages.names()) {
            codes.put(name, OWN_CODES.getOrDefault(name, languages.object(name).string("alpha3")));
        }
        return codes;
    }

    private static JsonObject object(byte[] json) {
        return JsonReader.readObject(json, JsonLimits.DEFAULT);
    }

    private void convert(Map<String, String> codes, Map<String, byte[]> files) throws IOException {
        require(in.getInt() == MAGIC && in.getInt() == VERSION, "a fastText model of version " + VERSION);
        int[] arguments = new int[12];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = in.getInt();
        }
        in.getDouble();
        require(arguments[5] == 1, "a model without runs of words");
        require(arguments[6] == HIERARCHICAL_SOFTMAX, "a model with a hierarchical softmax");

        int entries = in.getInt();
        in.getInt();
        in.getInt();
        in.getLong();
        long pruned = in.getLong();
        require(pruned > 0, "a pruned model");
        List<String> words = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            String text = text();
            long count = in.getLong();
            if (in.get() == 0) {
                words.add(text);
            } else {
                labels.add(codes.get(text.substring(LABEL.length())));
                counts.add(count);
            }
        }
        List<int[]> kept = new ArrayList<>();
        for (long left = pruned; left > 0; left--) {
            kept.add(new int[]{in.getInt(), in.getInt()});
        }
        kept.sort(Comparator.comparingInt(pair -> pair[0]));

        files.put(ModelPackage.WEIGHTS,
                new Safetensors(tensors(words.size(), kept, counts), Map.of("format", "pt")).write());
        files.put(ModelPackage.ARCHITECTURE, JsonObject.of("architecture", FastText.ID, "labels", labels).toString()
                .getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.VOCABULARY,
                SubwordVocabulary.write(arguments[9], arguments[10], arguments[8], words,
                        kept.stream().mapToInt(pair -> pair[0]).toArray()));
    }

    private Map<String, Tensor> tensors(int words, List<int[]> kept, List<Long> counts) throws IOException {
        require(in.get() == 1 && in.get() == 1, "quantized rows with norms");
        int rows = Math.toIntExact(in.getLong());
        int width = Math.toIntExact(in.getLong());
        require(rows == words + kept.size(), "a row for each word and bucket");
        byte[] codes = bytes(in.getInt());
        in.getInt();
        int parts = in.getInt();
        require(in.getInt() * parts == width && in.getInt() * parts == width, "parts of one width");
        float[] centroids = floats(width * CENTROIDS);
        byte[] normCodes = bytes(rows);
        for (int i = 0; i < 4; i++) {
            require(in.getInt() == 1, "norms of one dimension");
        }
        float[] norms = floats(CENTROIDS);
        require(in.get() == 0, "an output that is not quantized");
        require(in.getLong() == counts.size() && in.getLong() == width, "an output row a label");
        float[] output = floats((counts.size() - 1) * width);

        byte[] ordered = new byte[codes.length];
        byte[] orderedNorms = new byte[rows];
        for (int row = 0; row < rows; row++) {
            int from = row < words ? row : words + kept.get(row - words)[1];
            System.arraycopy(codes, from * parts, ordered, row * parts, parts);
            orderedNorms[row] = normCodes[from];
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("codes", Tensor.ofBytes(DType.U8, Shape.of(rows, parts), ordered));
        tensors.put("centroids", Tensor.ofFloats(Shape.of(parts, CENTROIDS, width / parts), centroids));
        tensors.put("norm_codes", Tensor.ofBytes(DType.U8, Shape.of(rows), orderedNorms));
        tensors.put("norms", Tensor.ofFloats(Shape.of(CENTROIDS), norms));
        tensors.put("output.weight", Tensor.ofFloats(Shape.of(counts.size() - 1, width), output));
        tensors.put("tree", Tensor.ofInts(Shape.of(counts.size() - 1, 2), tree(counts)));
        return tensors;
    }

    /**
     * Huffman's tree over the labels, most frequent first, as fastText builds it: the two rarest of the leaves and the
     * nodes made so far are joined, the first of them to the left, a leaf before a node only when it is rarer.
     */
    private static int[] tree(List<Long> counts) {
        int leaves = counts.size();
        long[] weights = new long[2 * leaves - 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i < leaves ? counts.get(i) : Long.MAX_VALUE;
        }
        int[] children = new int[2 * (leaves - 1)];
        int leaf = leaves - 1;
        int node = leaves;
        for (int made = leaves; made < weights.length; made++) {
            long sum = 0;
            for (int side = 0; side < 2; side++) {
                int rarest = leaf >= 0 && weights[leaf] < weights[node] ? leaf-- : node++;
                children[2 * (made - leaves) + side] = rarest;
                sum += weights[rarest];
            }
            weights[made] = sum;
        }
        return children;
    }

    private String text() {
        int start = in.position();
        while (in.get() != 0) {
            // The end of the word is found by its zero.
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private float[] floats(int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = in.getFloat();
        }
        return floats;
    }

    private void require(boolean holds, String expected) throws IOException {
        if (!holds) {
            throw new IOException("lid.176.ftz is not what its converter reads: expected " + expected + " before byte "
                    + in.position());
        }
    }
}
