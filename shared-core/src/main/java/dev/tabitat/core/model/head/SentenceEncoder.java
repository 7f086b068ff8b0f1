package dev.tabitat.core.model.head;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.EncoderGraph;
import dev.tabitat.core.model.encoder.EncoderInputs;
import dev.tabitat.core.model.encoder.StaticEmbeddings;
import java.util.Map;

/**
 * An encoder that makes an embedding of a text, of length 1, from a folder of sentence-transformers, Transformers or
 * model2vec.
 *
 * @param encoder output F32 [sequences, width]
 * @param maxTokens the longest sequence, special tokens included
 */
public record SentenceEncoder(Encoder encoder, int maxTokens) {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final float LEAST_NORM = 1e-12f;

    /**
     * @param files by their paths in the folder
     * @throws Unsupported naming what is not computed here, before weights are read
     * @throws DamagedData naming a file, field or tensor that is missing or does not fit
     */
    public static SentenceEncoder of(Map<String, byte[]> files) {
        return of(files, Safetensors.read(file(files, WEIGHTS)));
    }

    /**
     * With weights that come from elsewhere.
     *
     * @param files by their paths in the folder, without the weights of the encoder
     * @throws Unsupported naming what is not computed here
     * @throws DamagedData naming a file, field or tensor that is missing or does not fit
     */
    public static SentenceEncoder of(Map<String, byte[]> files, TensorFile weights) {
        JsonObject config = JsonReader.readObject(file(files, CONFIG), JsonLimits.DEFAULT);
        if (isStatic(config)) {
            Encoder encoder = StaticEmbeddings.normalized(config, weights);
            return new SentenceEncoder(encoder, encoder.maxTokens());
        }
        EncoderArchitecture architecture = EncoderArchitecture.read(config);
        return of(architecture, SentenceModules.read(files, architecture.maxTokens()), weights);
    }

    /** Whether a {@code config.json} is that of static embeddings, whose special tokens do not count. */
    public static boolean isStatic(JsonObject config) {
        return config.stringOr("model_type", "model2vec").equals("model2vec");
    }

    /** An encoder with these modules. @throws DamagedData naming a tensor that is missing or does not fit */
    public static SentenceEncoder of(EncoderArchitecture architecture, SentenceModules modules, TensorFile file) {
        Encoder encoder = Encoder.of(architecture, file, EncoderGraph.TokenTypes.FIRST, (graph, hidden) -> {
            String x = graph.step("pooled", new Op.Pool(modules.pooling()), hidden, EncoderInputs.ENDS);
            int width = architecture.width();
            for (int i = 0; i < modules.layers().size(); i++) {
                SentenceModules.Dense layer = modules.layers().get(i);
                if (layer.weight().shape().dim(1) != width) {
                    throw new DamagedData("A layer does not fit its encoder.", Finding.at("Dense, layer " + i)
                            .expected(width + " inputs").found(layer.weight().shape().dim(1)));
                }
                width = layer.weight().shape().dim(0);
                x = graph.step("dense." + i, new Op.Linear(layer.activation()), x,
                        graph.weight("dense." + i + ".weight", layer.weight()),
                        graph.weight("dense." + i + ".bias", layer.bias()));
            }
            return graph.step("embeddings", new Op.Normalize(), x);
        });
        return new SentenceEncoder(encoder, modules.maxTokens());
    }

    /**
     * The first numbers of each embedding, brought to length 1 again: what models trained for it (Matryoshka
     * representations, Kusupati and others 2022) lose little by.
     *
     * @param rows of {@code width} numbers each
     * @param dimensions how many to keep, 1 to width
     * @throws InvalidInput when there are not so many
     */
    public static float[] shortened(float[] rows, int width, int dimensions) {
        if (dimensions < 1 || dimensions > width) {
            throw new InvalidInput("An embedding cannot have so many dimensions.",
                    Finding.at("dimensions").expected("1 to " + width).found(dimensions));
        }
        float[] shorter = new float[rows.length / width * dimensions];
        for (int row = 0; row < rows.length / width; row++) {
            double squares = 0;
            for (int i = 0; i < dimensions; i++) {
                squares += (double) rows[row * width + i] * rows[row * width + i];
            }
            double norm = Math.max(LEAST_NORM, Math.sqrt(squares));
            for (int i = 0; i < dimensions; i++) {
                shorter[row * dimensions + i] = (float) (rows[row * width + i] / norm);
            }
        }
        return shorter;
    }

    private static byte[] file(Map<String, byte[]> files, String path) {
        byte[] file = files.get(path);
        if (file == null) {
            throw new DamagedData("A file of the model is missing.",
                    Finding.at(path).expected("a file of that name").found(files.keySet()));
        }
        return file;
    }
}
