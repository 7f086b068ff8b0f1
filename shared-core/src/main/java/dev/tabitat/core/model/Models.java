package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tokenizer.NgramFeatures;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import dev.tabitat.core.tokenizer.SubwordVocabulary;
import dev.tabitat.core.tokenizer.TextNormalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Loads models from packages, those that were imported too: see {@link ImportedModel}.
 *
 * <p>
 * {@code architecture.json} of a classifier: {@code {"architecture", "normalizer", "ngrams": [lengths], "weighting",
 * "labels": [...]}}; of a {@link FastText}: {@code {"architecture", "labels": [...]}}; of an encoder, see
 * {@link BertConfig}.
 */
public final class Models {

    private Models() {}

    /**
     * @throws Unsupported when the architecture is unknown
     * @throws DamagedData when a file is broken or a weight is not finite
     */
    public static Model load(ModelPackage files) {
        if (ImportedModel.is(files.manifest())) {
            return ImportedModel.load(files);
        }
        JsonObject architecture = JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT);
        String id = architecture.string("architecture");
        return switch (id) {
            case BertConfig.ID -> TextEncoder.of(architecture, files);
            case CharNgramMlp.ID, CharNgramMaxent.ID -> classifier(id, architecture, files);
            case FastText.ID -> FastText.of(architecture, SubwordVocabulary.read(files.file(ModelPackage.VOCABULARY)),
                    Safetensors.read(files.file(ModelPackage.WEIGHTS)));
            default -> throw new Unsupported(
                    "This architecture is unknown.",
                    Finding.at(ModelPackage.ARCHITECTURE)
                            .expected(BertConfig.ID + ", " + CharNgramMlp.ID + ", " + CharNgramMaxent.ID + " or "
                                    + FastText.ID)
                            .found(id));
        };
    }

    /** As {@link #load}. @throws InvalidInput when the package holds another kind of model */
    public static TextClassifier classifier(ModelPackage files) {
        if (load(files) instanceof TextClassifier classifier) {
            return classifier;
        }
        throw another(files, "a classifier", "an encoder");
    }

    /** As {@link #load}. @throws InvalidInput when the package holds another kind of model */
    public static TextEncoder encoder(ModelPackage files) {
        if (load(files) instanceof TextEncoder encoder) {
            return encoder;
        }
        throw another(files, "an encoder", "a classifier");
    }

    /**
     * As {@link #load}, for the classifiers over n-grams alone: what calls nothing else is a much smaller program.
     *
     * @throws Unsupported when the package holds another architecture
     */
    public static TextClassifier ngramClassifier(ModelPackage files) {
        JsonObject architecture = JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT);
        String id = architecture.string("architecture");
        if (!id.equals(CharNgramMlp.ID) && !id.equals(CharNgramMaxent.ID)) {
            throw new Unsupported("This is no classifier over n-grams.",
                    Finding.at(ModelPackage.ARCHITECTURE).expected(CharNgramMlp.ID + " or " + CharNgramMaxent.ID)
                            .found(id));
        }
        return classifier(id, architecture, files);
    }

    private static InvalidInput another(ModelPackage files, String expected, String found) {
        return new InvalidInput("This model does something else.",
                Finding.at(files.manifest().name().toString()).expected(expected).found(found));
    }

    private static TextClassifier classifier(String id, JsonObject architecture, ModelPackage files) {
        NgramFeatures ngrams = new NgramFeatures(
                TextNormalizer.parse(architecture.string("normalizer")), lengths(architecture),
                NgramFeatures.Weighting.parse(architecture.string("weighting")),
                NgramVocabulary.read(files.file(ModelPackage.VOCABULARY)));
        Safetensors tensors = Safetensors.readVerified(files.file(ModelPackage.WEIGHTS));
        return id.equals(CharNgramMlp.ID)
                ? CharNgramMlp.of(architecture, ngrams, tensors)
                : CharNgramMaxent.of(architecture, ngrams, tensors);
    }

    /** @throws DamagedData when two labels are the same */
    static List<String> labels(JsonObject architecture) {
        List<String> labels = architecture.array("labels").strings();
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                throw new DamagedData("Two labels are the same.",
                        Finding.at("field \"labels\"").expected("each label once").found(label + " again"));
            }
        }
        return labels;
    }

    private static List<Integer> lengths(JsonObject architecture) {
        List<Integer> lengths = new ArrayList<>();
        for (Json item : architecture.array("ngrams").items()) {
            if (!(item instanceof JsonNumber number && number.isWhole() && number.longValue() >= 1
                    && number.longValue() <= 4)) {
                throw new DamagedData("An n-gram length is out of range.",
                        Finding.at("field \"ngrams\"").expected("1 to 4").found(item));
            }
            lengths.add((int) number.longValue());
        }
        return lengths;
    }
}
