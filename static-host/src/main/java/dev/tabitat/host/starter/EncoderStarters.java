package dev.tabitat.host.starter;

import dev.tabitat.core.breeding.Calibration;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.onnx.OnnxModel;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.OnnxBert;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Tokenizer;
import dev.tabitat.core.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sentence encoders: read from ONNX into safetensors, quantized by {@link Quantizer}, each with answers that the
 * reference backend gave.
 */
final class EncoderStarters {

    static final String TASK = "sentence-embedding";

    /** What known answers are made from: nothing special, a single word, numbers and another script, long sentences. */
    private static final List<String> PROBES = List.of(
            "The appointment was moved to Thursday afternoon.", "Thanks!", "Invoice 4711: 1,250.00 €, 到期日 2026-12-01",
            "A habitat keeps what lives in it from harm, gives it what it needs to grow, and lets it go when it is ready to live elsewhere.",
            "Please call me back before five.", "The bridge is closed to lorries until the repairs are done.",
            "Is there a discount for students and pensioners?",
            "Bread, milk, six eggs and a pound of butter.");

    /** How many of them a package has. */
    private static final int KNOWN = 4;

    /** About the rounding of a float, to see what it does. */
    private static final float NUDGE = 1 + 0x1p-22f;

    private static final String CALIBRATION = "calibration.txt";

    private static final String CARD_LIMITS = """
            The weights were read from the ONNX file without training or tuning; what was made smaller is named in the manifest's
            recipe, and the same recipe on the same parent gives the same bytes. Longer texts are cut. Trained on English.
            """;

    private final Artifacts artifacts;

    EncoderStarters(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /** all-MiniLM-L6-v2 in full precision, and its children in int8 and int4. */
    List<ModelPackage> minilm() throws IOException {
        OnnxBert bert = OnnxBert.of(OnnxModel.read(artifacts.read(Artifacts.MINILM)));
        BertConfig config = config(bert, Op.Pooling.MEAN, 256);
        Files files = new Files(config, artifacts.read(Artifacts.MINILM_TOKENIZER), apache());
        List<Artifacts.Pinned> inputs = List.of(Artifacts.MINILM, Artifacts.MINILM_TOKENIZER);
        ModelPackage parent = pack(minilm("fp32", "none", "float32", inputs), files, bert.tensors(), Map.of(),
                Map.of());
        Map<String, float[]> largest = largest(files, bert);
        return List.of(
                parent,
                child(parent, minilm("q8", "int8", "int8", inputs), files, bert.tensors(), Quantizer.Kind.INT8,
                        largest),
                child(parent, minilm("q4", "int4", "int4", inputs), files, bert.tensors(), Quantizer.Kind.INT4,
                        largest));
    }

    /** bge-small-en-v1.5 in int8; its parent is the ONNX file. */
    List<ModelPackage> bge() throws IOException {
        OnnxBert bert = OnnxBert.of(OnnxModel.read(artifacts.read(Artifacts.BGE)));
        Files files = new Files(config(bert, Op.Pooling.FIRST, 512), artifacts.read(Artifacts.BGE_TOKENIZER),
                artifacts.licence("bge-small-en-v1.5.txt"));
        PackageFacts facts = new PackageFacts(
                new PackageName("bge-small-en-v1.5", "q8"), "BGE small",
                "Finds passages that answer a question; reads up to 512 tokens.", "MIT", TASK,
                "embedding", BertConfig.ID, "int8", "int8", "https://huggingface.co/BAAI/bge-small-en-v1.5",
                List.of(Artifacts.BGE, Artifacts.BGE_TOKENIZER));
        return List.of(pack(facts, files, Quantizer.quantize(bert.tensors(), Quantizer.Kind.INT8, largest(files, bert)),
                calibration(),
                Map.of(PackageAnnotations.RECIPE, recipe(Quantizer.Kind.INT8))));
    }

    /** What tags of one encoder share. */
    private record Files(BertConfig config, byte[] tokenizer, byte[] licence) {
    }

    private static PackageFacts minilm(String tag, String quantization, String precision,
            List<Artifacts.Pinned> inputs) {
        String size = switch (tag) {
            case "fp32" -> "in full precision, the parent of the smaller ones";
            case "q8" -> "at a quarter of the size";
            default -> "at an eighth of the size";
        };
        return new PackageFacts(
                new PackageName("all-minilm-l6-v2", tag), "MiniLM L6",
                "Tells which sentences mean the same, " + size + ".", "Apache-2.0", TASK, "embedding",
                BertConfig.ID, quantization, precision, "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
                inputs);
    }

    private static BertConfig config(OnnxBert bert, Op.Pooling pooling, int maxTokens) {
        return new BertConfig(bert.hidden(), bert.layers(), bert.heads(), bert.intermediate(), bert.vocabulary(),
                bert.positions(),
                bert.layerNormEpsilon(), pooling, true, maxTokens);
    }

    private String recipe(Quantizer.Kind kind) throws IOException {
        return JsonObject
                .of("operator", "quantization", "kind", kind.id(), "smoothing", "largest inputs of " + CALIBRATION,
                        "calibration", Digest.of(artifacts.calibration()).toString())
                .toString();
    }

    private Map<String, byte[]> calibration() throws IOException {
        return Map.of(CALIBRATION, artifacts.calibration());
    }

    /** How large the inputs of layers get on our own calibration sentences, one a line. */
    private Map<String, float[]> largest(Files files, OnnxBert bert) throws IOException {
        BertEncoder encoder = BertEncoder.of(files.config(), new Safetensors(bert.tensors(), Map.of()));
        Tokenizer tokenizer = Tokenizers.read(files.tokenizer());
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        for (String line : new String(artifacts.calibration(), StandardCharsets.UTF_8).split("\n")) {
            inputs.add(inputs(List.of(line), tokenizer, files.config().maxTokens()));
        }
        return Calibration.largestInputs(encoder, inputs);
    }

    private ModelPackage child(
            ModelPackage parent, PackageFacts facts, Files files, Map<String, Tensor> tensors, Quantizer.Kind kind,
            Map<String, float[]> largest)
            throws IOException {
        Manifest manifest = parent.manifest();
        return pack(facts, files, Quantizer.quantize(tensors, kind, largest), calibration(), Map.of(
                PackageAnnotations.PARENT, manifest.digest().toString(), PackageAnnotations.PARENT_NAME,
                manifest.name().toString(),
                PackageAnnotations.RECIPE, recipe(kind)));
    }

    private static ModelPackage pack(
            PackageFacts facts, Files shared, Map<String, Tensor> tensors, Map<String, byte[]> more,
            Map<String, String> notes) {
        Safetensors weights = new Safetensors(tensors, Map.of("format", "pt"));
        BertEncoder encoder = BertEncoder.of(shared.config(), weights);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.WEIGHTS, weights.write());
        files.put(ModelPackage.ARCHITECTURE, shared.config().write().toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.TOKENIZER, shared.tokenizer());
        files.put(ModelPackage.KNOWN_ANSWERS, answers(encoder, Tokenizers.read(shared.tokenizer())).write());
        files.put(ModelPackage.LICENCE, shared.licence());
        files.putAll(more);
        Map<String, String> all = new LinkedHashMap<>(notes);
        all.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(tensors).toString());
        all.put(PackageAnnotations.TOKENIZER, Digest.of(shared.tokenizer()).toString());
        all.put(PackageAnnotations.MEMORY_ESTIMATE, Long.toString(bytes(encoder.weights())));
        BertConfig config = shared.config();
        all.put(PackageAnnotations.ACTIVATION_ROW, Long.toString(rowBytes(config)));
        all.put(PackageAnnotations.MAX_TOKENS, Integer.toString(config.maxTokens()));
        all.put(PackageAnnotations.ACTIVATION_ESTIMATE,
                Long.toString(EncoderRunner.passBytes(rowBytes(config), config.maxTokens(), 1, config.maxTokens())));
        return Packing.pack(facts,
                "Task: text in, " + config.hidden()
                        + " numbers of length 1 together out; near numbers, near meanings. It reads at most "
                        + config.maxTokens() + " tokens of a text.",
                CARD_LIMITS, files, all);
    }

    /**
     * The probes that a difference of one rounding changes least. In int8 a value between two steps falls on one or the
     * other by its last bit: such a probe would tell backends apart that are both right.
     */
    private static KnownAnswers answers(BertEncoder encoder, Tokenizer tokenizer) {
        Map<String, Tensor> nudged = new LinkedHashMap<>(encoder.weights());
        nudged.computeIfPresent("embeddings.LayerNorm.weight", (name, gamma) -> {
            float[] values = gamma.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= NUDGE;
            }
            return Tensor.ofFloats(gamma.shape(), values);
        });
        Map<String, Tensor> all = inputs(PROBES, tokenizer, encoder.config().maxTokens());
        float[] right = embeddings(encoder, encoder.weights(), all).toFloats();
        float[] other = embeddings(encoder, nudged, all).toFloats();
        int width = encoder.config().hidden();
        List<Integer> order = new ArrayList<>();
        double[] moved = new double[PROBES.size()];
        for (int probe = 0; probe < moved.length; probe++) {
            order.add(probe);
            for (int i = probe * width; i < (probe + 1) * width; i++) {
                moved[probe] += Math.abs((double) right[i] - other[i]);
            }
        }
        order.sort(Comparator.comparingDouble(probe -> moved[probe]));
        List<String> stable = order.subList(0, KNOWN).stream().sorted().map(PROBES::get).toList();
        Map<String, Tensor> inputs = inputs(stable, tokenizer, encoder.config().maxTokens());
        return new KnownAnswers(inputs, embeddings(encoder, encoder.weights(), inputs));
    }

    private static Tensor embeddings(BertEncoder encoder, Map<String, Tensor> weights, Map<String, Tensor> inputs) {
        try (Session session = new ReferenceBackend().open(encoder.graph(), weights)) {
            return session.run(inputs).get(BertEncoder.EMBEDDINGS);
        }
    }

    private static Map<String, Tensor> inputs(List<String> texts, Tokenizer tokenizer, int maxTokens) {
        int[] ids = {};
        int[] places = {};
        int[] ends = new int[texts.size() + 1];
        for (int s = 0; s < texts.size(); s++) {
            int[] one = tokenizer.encode(texts.get(s), maxTokens).ids();
            int at = ids.length;
            ids = Arrays.copyOf(ids, at + one.length);
            places = Arrays.copyOf(places, at + one.length);
            for (int i = 0; i < one.length; i++) {
                ids[at + i] = one[i];
                places[at + i] = i;
            }
            ends[s + 1] = ids.length;
        }
        return EncoderRunner.inputs(ids, places, ends);
    }

    /** The weights as backends hold them. */
    private static long bytes(Map<String, Tensor> weights) {
        return weights.values().stream().mapToLong(Tensor::byteLength).sum();
    }

    /**
     * A row at a layer's widest moment: what goes around it, and its queries, keys and values or its inner layer with
     * its codes.
     */
    private static long rowBytes(BertConfig config) {
        return 4L * (3L * config.hidden()
                + Math.max(4L * config.hidden(), config.intermediate() + config.intermediate() / 4));
    }

    /** The licence of OpenNLP's model, which is the same. */
    private byte[] apache() throws IOException {
        byte[] text = Artifacts.unzip(artifacts.read(Artifacts.LANGDETECT)).get("LICENSE.txt");
        if (!new String(text, StandardCharsets.UTF_8).contains("Version 2.0, January 2004")) {
            throw new IOException("LICENSE.txt of " + Artifacts.LANGDETECT.file() + " is not the Apache License 2.0");
        }
        return text;
    }
}
