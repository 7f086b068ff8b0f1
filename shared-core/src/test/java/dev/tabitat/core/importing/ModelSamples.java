package dev.tabitat.core.importing;

import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.SparseFile;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.text.Split;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folders of models for tests: real configurations, weights of zeros. */
final class ModelSamples {

    /** Takes everything, so that a test sees what the inspection itself finds. */
    static final Support ANYTHING = new Support() {
        @Override
        public void requireArchitecture(ModelKind kind, String architecture, WeightFormat format, JsonObject config) {}

        @Override
        public void requireTokenizer(byte[] tokenizerJson) {}

        @Override
        public void requireGgufTokenizer(String model, String preTokenizer) {}

        @Override
        public void requireChatTemplate(String template) {}
    };

    private final Map<String, Slices> files = new LinkedHashMap<>();

    static ModelSamples folder() {
        return new ModelSamples();
    }

    ModelSamples text(String path, String text) {
        files.put(path, Slices.of(Utf8.encode(text)));
        return this;
    }

    /** JSON with single quotes in place of double ones. */
    ModelSamples json(String path, String json) {
        return text(path, json.replace('\'', '"'));
    }

    ModelSamples file(String path, Slices file) {
        files.put(path, file);
        return this;
    }

    ModelSamples without(String path) {
        files.remove(path);
        return this;
    }

    ModelSamples rename(String from, String to) {
        files.put(to, files.remove(from));
        return this;
    }

    ModelFiles files() {
        return ModelFiles.of(files);
    }

    Map<String, Slices> map() {
        return files;
    }

    ImportPlan inspect() {
        return ModelInspector.inspect(files(), InspectOptions.of(ANYTHING));
    }

    /** A safetensors file of these matrices and vectors, all zeros. @param names with their extents, such as a[2,3] */
    static Slices safetensors(DType type, String... names) {
        List<SafetensorsOutline.Entry> entries = new ArrayList<>();
        long end = 0;
        for (String one : names) {
            int bracket = one.indexOf('[');
            List<Long> dims = new ArrayList<>();
            long elements = 1;
            for (String dim : Split.on(one.substring(bracket + 1, one.length() - 1), ',')) {
                dims.add(Long.parseLong(dim));
                elements *= Long.parseLong(dim);
            }
            entries.add(new SafetensorsOutline.Entry(one.substring(0, bracket), type.name(), dims, end,
                    end + elements * type.bytes()));
            end += elements * type.bytes();
        }
        byte[] head = SafetensorsOutline.encode(entries, Map.of("format", "pt"));
        return new SparseFile(head, head.length + end);
    }

    /** A tokenizer.json of as many tokens. */
    static String tokenizer(String algorithm, int tokens) {
        StringBuilder vocab = new StringBuilder();
        for (int i = 0; i < tokens; i++) {
            vocab.append(i == 0 ? "" : ",").append("'t").append(i).append("':").append(i);
        }
        return "{'version':'1.0','added_tokens':[{'id':" + (tokens - 1) + ",'content':'x'}],'model':{'type':'"
                + algorithm
                + "','vocab':{" + vocab + "}}}";
    }

    /** all-MiniLM-L6-v2 with ten tokens. */
    static ModelSamples miniLm() {
        return folder()
                .json("config.json", "{'architectures':['BertModel'],'model_type':'bert','hidden_size':384,"
                        + "'num_hidden_layers':6,'num_attention_heads':12,'intermediate_size':1536,'vocab_size':10,"
                        + "'max_position_embeddings':512,'hidden_act':'gelu'}")
                .json("modules.json",
                        "[{'idx':0,'name':'0','path':'','type':'sentence_transformers.models.Transformer'},"
                                + "{'idx':1,'name':'1','path':'1_Pooling','type':'sentence_transformers.models.Pooling'},"
                                + "{'idx':2,'name':'2','path':'2_Normalize','type':'sentence_transformers.models.Normalize'}]")
                .json("1_Pooling/config.json", "{'word_embedding_dimension':384,'pooling_mode_cls_token':false,"
                        + "'pooling_mode_mean_tokens':true,'pooling_mode_max_tokens':false}")
                .json("sentence_bert_config.json", "{'max_seq_length':256,'do_lower_case':false}")
                .json("tokenizer_config.json", "{'model_max_length':512,'tokenizer_class':'BertTokenizer'}")
                .json("tokenizer.json", tokenizer("WordPiece", 10))
                .file("model.safetensors", safetensors(DType.F32, "embeddings.word_embeddings.weight[10,384]",
                        "encoder.layer.0.output.dense.weight[384,1536]", "encoder.layer.0.output.dense.bias[384]"))
                .text("README.md",
                        "---\nlanguage: en\nlicense: apache-2.0\ntags:\n- sentence-transformers\n---\n# MiniLM");
    }
}
