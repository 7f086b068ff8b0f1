package dev.tabitat.core.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the files of a model are, an inspection ends with a plan whose problems say what to do. */
final class ModelInspectorFuzzTest {

    private static final int ROUNDS = 6_000;
    private static final String[] NAMES = {"model.safetensors", "pytorch_model.bin", "tokenizer.json", "config.json",
            "model.gguf", "a-00001-of-00003.gguf", "onnx/model.onnx", "x/config.json", "README.md", "LICENSE",
            "adapter_config.json", "modules.json", "2_Dense/config.json", "chat_template.jinja"};
    private static final String[] VALUES = {"null", "true", "-1", "1e400", "9223372036854775807", "\"x\"", "[]", "{}",
            "[[]]", "{\"a\":{}}", "\"\\ud800\"", "[null,1,\"a\",{}]", "0.5", "\"alibi\""};

    @Test
    void everyFolderGetsAPlan() {
        Random random = Seed.random("ModelInspectorFuzzTest");
        int unsupported = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Slices> files = new LinkedHashMap<>(sample(random).map());
            for (int i = random.nextInt(4); i >= 0; i--) {
                change(files, random);
            }
            InspectOptions options = InspectOptions.of(random.nextBoolean() ? ModelSamples.ANYTHING : new CoreSupport())
                    .withDevice(OptionalLong.of(1L << random.nextInt(40)), OptionalDouble.of(1e10));
            ImportPlan plan = ModelInspector.inspect(ModelFiles.of(files),
                    random.nextInt(4) == 0 ? options.withFile(NAMES[random.nextInt(NAMES.length)]) : options);
            unsupported += plan.isSupported() ? 0 : 1;
            requireSound(plan, files);
        }
        assertTrue(unsupported > ROUNDS / 4 && unsupported < ROUNDS, unsupported + " unsupported");
    }

    private static void requireSound(ImportPlan plan, Map<String, Slices> files) {
        for (Problem problem : plan.problems()) {
            assertFalse(problem.code().isEmpty() || problem.message().isEmpty() || problem.remedy().isEmpty(),
                    problem::toString);
            assertFalse(problem.message().contains("Found: null") || problem.message().contains("[L")
                    || problem.message().contains("Json"), problem::message);
        }
        JsonObject json = JsonReader.readObject(plan.toJson().toString(), JsonLimits.DEFAULT);
        assertEquals(plan.problems().isEmpty(), json.bool("supported"));
        long bytes = 0;
        assertEquals(files.size(), json.array("files").size());
        for (JsonObject file : json.array("files").objects()) {
            bytes += file.bool("needed") ? files.get(file.string("path")).length() : 0;
        }
        assertEquals(bytes, json.integer("download_bytes"));
        assertTrue(!plan.isSupported() || !plan.weights().isEmpty());
        JsonReader.readObject(plan.annotations().toString(), JsonLimits.DEFAULT);
    }

    private static ModelSamples sample(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> ModelSamples.miniLm();
            case 1 -> ModelSamples.folder().file("m-Q4_0.gguf", Slices.of(new GgufBytes()
                    .text("general.architecture", "llama").u32("llama.context_length", 64)
                    .text("tokenizer.ggml.model", "gpt2").texts("tokenizer.ggml.tokens", "a", "b")
                    .tensor("token_embd.weight", GgufType.Q4_0, 32, 2).file()));
            case 2 ->
                ModelSamples.folder().json("adapter_config.json", "{'peft_type':'LORA','r':8,'target_modules':['q']}")
                        .file("adapter_model.safetensors", ModelSamples.safetensors(DType.F32, "a[2,3]"));
            default -> ModelSamples.miniLm().json("config.json", "{'architectures':['LlamaForCausalLM'],"
                    + "'model_type':'llama','hidden_size':64,'num_attention_heads':4,'num_key_value_heads':2,"
                    + "'num_hidden_layers':2,'max_position_embeddings':2048,'id2label':{'0':'a','1':'b'}}");
        };
    }

    private static void change(Map<String, Slices> files, Random random) {
        List<String> paths = new ArrayList<>(files.keySet());
        String path = paths.isEmpty() ? "config.json" : paths.get(random.nextInt(paths.size()));
        Slices file = files.getOrDefault(path, Slices.of(new byte[0]));
        switch (random.nextInt(5)) {
            case 0 -> files.remove(path);
            case 1 -> files.put(NAMES[random.nextInt(NAMES.length)], file);
            case 2 -> files.put(path, Slices.of(flipped(file, random)));
            default -> files.put(path, Slices.of(withValue(file, random)));
        }
    }

    private static byte[] head(Slices file) {
        return file.read(0, (int) Math.min(file.length(), 20_000));
    }

    private static byte[] flipped(Slices file, Random random) {
        byte[] bytes = head(file);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    /** Puts another value after one of the colons of a JSON text, up to the next comma or bracket. */
    private static byte[] withValue(Slices file, Random random) {
        String text = new String(head(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        List<Integer> colons = new ArrayList<>();
        for (int at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
            colons.add(at);
        }
        if (colons.isEmpty()) {
            return flipped(file, random);
        }
        int from = colons.get(random.nextInt(colons.size())) + 1;
        int to = from;
        while (to < text.length() && ",}]".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return (text.substring(0, from) + VALUES[random.nextInt(VALUES.length)] + text.substring(to))
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
