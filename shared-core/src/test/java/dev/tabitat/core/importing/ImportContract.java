package dev.tabitat.core.importing;

import static dev.tabitat.core.importing.ModelSamples.ANYTHING;
import static dev.tabitat.core.importing.ModelSamples.folder;
import static dev.tabitat.core.importing.ModelSamples.miniLm;
import static dev.tabitat.core.importing.ModelSamples.safetensors;
import static dev.tabitat.core.importing.ModelSamples.tokenizer;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.CountedSlices;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.SparseFile;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.hub.HubModel;
import dev.tabitat.core.hub.HubModelId;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Folders of other ecosystems are recognised, and what cannot be used is said by name. */
public final class ImportContract {

    private ImportContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("import: a folder of sentence-transformers is planned whole",
                        ImportContract::sentenceModel),
                Contract.of("import: heads are recognised by the class that config.json names", ImportContract::kinds),
                Contract.of("import: the context is the smallest of all limits", ImportContract::context),
                Contract.of("import: what is not supported is named", ImportContract::unsupported),
                Contract.of("import: weights that are not read are refused by name", ImportContract::weights),
                Contract.of("import: a tokenizer has to be there and to fit", ImportContract::tokenizers),
                Contract.of("import: one of several GGUF files is suggested, all are choices", ImportContract::gguf),
                Contract.of("import: ONNX files are a choice where there is nothing better", ImportContract::onnx),
                Contract.of("import: an adapter is recognised", ImportContract::adapter),
                Contract.of("import: the licence is the claim of the card, the tags or the file",
                        ImportContract::licence),
                Contract.of("import: names are made of the hub's and of files'", ImportContract::names),
                Contract.of("import: the files of any registry's model are found", ImportContract::registry),
                Contract.of("import: of gigabytes only headers are read", ImportContract::headersOnly));
    }

    private static void sentenceModel(Check check) {
        ImportPlan plan = miniLm().file("pytorch_model.bin", new SparseFile(new byte[0], 90_000_000))
                .file("onnx/model.onnx", new SparseFile(new byte[0], 90_000_000))
                .file("openvino/openvino_model.bin", new SparseFile(new byte[0], 90_000_000))
                .json("config_sentence_transformers.json", "{'prompts':{'query':'query: ','document':'passage: '}}")
                .inspect();
        check.equal("problems", List.of(), plan.problems());
        check.equal("kind", ModelKind.ENCODER, plan.kind());
        check.equal("pooling", "mean", plan.head().pooling());
        check.isTrue("normalised", plan.head().isNormalized());
        JsonObject json = plan.toJson();
        check.equal("members",
                "[supported, problems, kind, architecture, task, parameters, context, quantization, files, "
                        + "download_bytes, licence, prompts, chat_template, choices, fit]",
                json.names().toString());
        check.equal("architecture", "bert", json.string("architecture"));
        check.equal("task", "sentence-similarity", json.string("task"));
        check.equal("parameters", 10L * 384 + 384 * 1536 + 384, json.integer("parameters"));
        check.equal("context", 256L, json.integer("context"));
        check.equal("quantization", "F32", json.string("quantization"));
        check.equal("licence", "{\"spdx\":\"Apache-2.0\",\"known\":\"claimed\"}", json.object("licence").toString());
        check.equal("prompts", "{\"query\":\"query: \",\"passage\":\"passage: \"}", json.object("prompts").toString());
        check.equal("chat template", "none", json.string("chat_template"));
        List<String> notNeeded = new ArrayList<>();
        for (JsonObject file : json.array("files").objects()) {
            if (!file.bool("needed")) {
                notNeeded.add(file.string("path"));
            }
        }
        check.equal("not needed", "[pytorch_model.bin, onnx/model.onnx, openvino/openvino_model.bin]",
                notNeeded.toString());
        check.equal("the pickle's reason", "A pickle can run code when it is read.", plan.files().get(8).reason());
        check.equal("members of a file", "[path, bytes, needed]",
                json.array("files").objects().get(8).names().toString());
        check.isTrue("download", json.integer("download_bytes") < 3_000_000);
        List<String> choices = new ArrayList<>();
        for (ImportPlan.Choice choice : plan.choices()) {
            choices.add(choice.file() + " " + choice.quantization());
        }
        check.equal("choices", "[model.safetensors as-is, model.safetensors q8, model.safetensors q4, "
                + "onnx/model.onnx fp32]", choices.toString());
        check.isTrue("q8 is about a quarter", plan.choices().get(1).bytes() < plan.choices().get(0).bytes() * 3 / 10);
        check.isTrue("q4 is about an eighth", plan.choices().get(2).bytes() < plan.choices().get(1).bytes() * 6 / 10);
        check.equal("fit", "unknown", json.object("fit").string("verdict"));
        check.equal("speed", "unknown", json.object("fit").object("tokens_per_s").string("known"));
        ImportPlan small = ModelInspector.inspect(miniLm().files(), InspectOptions.of(ANYTHING)
                .withDevice(OptionalLong.of(1_000_000), OptionalDouble.of(1e10)));
        check.equal("too large", "too_large", small.fit().string("verdict"));
        Map<String, Slices> inside = new LinkedHashMap<>();
        for (Map.Entry<String, Slices> file : miniLm().map().entrySet()) {
            inside.put("all-MiniLM-L6-v2/" + file.getKey(), file.getValue());
        }
        ImportPlan dropped = ModelInspector.inspect(ModelFiles.of(inside), InspectOptions.of(ANYTHING));
        check.equal("a folder that was dropped", List.of(), dropped.problems());
        check.equal("all of it", inside.size(), dropped.needed().size());
        check.equal("this version runs it", true,
                ModelInspector.inspect(miniLm().files(), InspectOptions.of(new CoreSupport())).problems().stream()
                        .noneMatch(problem -> problem.code().equals(Problem.ARCHITECTURE)));
    }

    private static void kinds(Check check) {
        kind(check, "BertModel", "", "encoder feature-extraction []");
        kind(check, "BertForMaskedLM", "", "encoder feature-extraction []");
        kind(check, "BertForSequenceClassification", "'id2label':{'0':'NEG','1':'POS'},",
                "classifier text-classification [NEG, POS]");
        kind(check, "BertForSequenceClassification", "", "classifier text-classification [LABEL_0, LABEL_1]");
        kind(check, "DebertaV2ForSequenceClassification",
                "'id2label':{'0':'contradiction','1':'entailment','2':'neutral'},",
                "classifier zero-shot-classification [contradiction, entailment, neutral]");
        kind(check, "BertForSequenceClassification", "'id2label':{'0':'LABEL_0'},", "reranker text-ranking [LABEL_0]");
        kind(check, "BertForTokenClassification", "'id2label':{'0':'O','1':'B-PER'},",
                "token-classifier token-classification [O, B-PER]");
        kind(check, "BertForQuestionAnswering", "", "token-classifier question-answering []");
        kind(check, "LlamaForCausalLM", "", "generator text-generation []");
        kind(check, "GPT2LMHeadModel", "", "generator text-generation []");
        check.equal("a tag of the hub", ModelKind.RERANKER, ModelInspector.inspect(
                config("BertForSequenceClassification", "'num_labels':2,").files(),
                InspectOptions.of(ANYTHING).withHub(HubModel.read(Utf8.encode("{\"id\":\"a/b\",\"sha\":\""
                        + "ab".repeat(20) + "\",\"pipeline_tag\":\"text-ranking\"}"))))
                .kind());
        problem(check, config("T5ForConditionalGeneration", ""), Problem.TASK, "encoder and a decoder");
        problem(check, config("BertForMultipleChoice", ""), Problem.TASK, "Multiple choice");
        problem(check, config("BertForSomethingElse", ""), Problem.TASK, "BertForSomethingElse");
        problem(check, config("BertForSequenceClassification", "'id2label':{'1':'a','2':'b'},"), Problem.DAMAGED,
                "the id 0 of 2");
        problem(check, config("BertForSequenceClassification", "'problem_type':'regression',"), Problem.TASK,
                "regression");
    }

    private static ModelSamples config(String name, String more) {
        return miniLm().without("modules.json").json("config.json",
                "{'architectures':['" + name + "'],'model_type':'bert',"
                        + more + "'hidden_size':384,'max_position_embeddings':512}");
    }

    private static void kind(Check check, String name, String more, String expected) {
        ImportPlan plan = config(name, more).inspect();
        check.equal(name, expected, plan.kind().id() + " " + plan.task() + " " + plan.head().labels());
        check.equal(name + " problems", List.of(), plan.problems());
    }

    private static void context(Check check) {
        ModelSamples roberta = miniLm().json("config.json",
                "{'architectures':['XLMRobertaModel'],'model_type':'xlm-roberta','max_position_embeddings':514}");
        check.equal("sentence_bert_config", 256L, roberta.inspect().context().getAsLong());
        roberta.without("sentence_bert_config.json").json("tokenizer_config.json",
                "{'model_max_length':1000000000000000019884624838656}");
        check.equal("positions without the padding's", 512L, roberta.inspect().context().getAsLong());
        roberta.json("tokenizer_config.json", "{'model_max_length':128}");
        check.equal("the tokenizer", 128L, roberta.inspect().context().getAsLong());
        ModelSamples none = miniLm().without("sentence_bert_config.json").without("tokenizer_config.json")
                .json("config.json", "{'architectures':['DebertaV2Model'],'model_type':'deberta-v2'}");
        check.equal("no limit", OptionalLong.empty(), none.inspect().context());
        check.equal("null in JSON", JsonNull.NULL, none.inspect().toJson().get("context"));
    }

    private static void unsupported(Check check) {
        problem(check, model("'model_type':'bert','auto_map':{'AutoModel':'modeling.X'}"), Problem.CUSTOM_CODE,
                "auto_map");
        problem(check, model("'model_type':'bert','position_embedding_type':'alibi'"), Problem.FEATURE,
                "Attention with ALiBi is not supported.");
        problem(check, model("'model_type':'bloom'"), Problem.FEATURE, "Attention with ALiBi is not supported.");
        problem(check, model("'model_type':'bert','position_embedding_type':'relative_key'"), Problem.FEATURE,
                "relative_key");
        problem(check, model("'model_type':'bert','quantization_config':{'quant_method':'gptq'}"), Problem.WEIGHT_TYPE,
                "gptq");
        problem(check, model("'model_type':'gemma3','vision_config':{'a':1}"), Problem.FEATURE, "vision_config");
        problem(check, model("'model_type':'mixtral','num_local_experts':8"), Problem.FEATURE, "mixture of experts");
        problem(check, model("'model_type':'bert','is_decoder':true"), Problem.FEATURE, "decoder");
        problem(check, model("'hidden_size':3"), Problem.ARCHITECTURE, "does not name");
        problem(check, miniLm().text("config.json", "{\"model_type\": bert}"), Problem.DAMAGED, "config.json");
        problem(check, miniLm().without("config.json"), Problem.MISSING_FILE, "config.json");
        Problem unknown = ModelInspector.inspect(model("'model_type':'mamba'").files(),
                InspectOptions.of(new CoreSupport())).problems().get(0);
        check.equal("unknown model_type", Problem.ARCHITECTURE, unknown.code());
        check.isTrue(unknown.message(), unknown.message().contains("mamba") && !unknown.remedy().isEmpty());
        problem(check, modules("'sentence_transformers.models.CNN'"), Problem.MODULE, "models.CNN");
        problem(check, miniLm().json("modules.json", "[]"), Problem.MODULE, "without pooling");
        problem(check, miniLm().without("1_Pooling/config.json"), Problem.MISSING_FILE, "1_Pooling/config.json");
        problem(check, miniLm().json("1_Pooling/config.json", "{'pooling_mode_mean_sqrt_len_tokens':true}"),
                Problem.MODULE,
                "mean_sqrt_len_tokens");
        problem(check, miniLm().json("1_Pooling/config.json",
                "{'pooling_mode_mean_tokens':true,'pooling_mode_cls_token':true}"), Problem.MODULE, "2 ways");
        problem(check, miniLm().json("1_Pooling/config.json", "{'pooling_mode':'mean','include_prompt':false}"),
                Problem.MODULE, "prompt");
        check.equal("a name in place of flags", "weighted-mean",
                miniLm().json("1_Pooling/config.json", "{'pooling_mode':'weightedmean'}").inspect().head().pooling());
        problem(check, modules("'sentence_transformers.models.Dense'").json("3/config.json", "{}")
                .file("3/pytorch_model.bin", new SparseFile(new byte[0], 100)), Problem.PICKLE, "layer 3 has a pickle");
        ImportPlan fixed = miniLm().json("config.json", "{'model_type':'model2vec','architectures':['StaticModel'],"
                + "'normalize':true}").json("modules.json", "[{'path':'.','type':'sentence_transformers.models"
                        + ".StaticEmbedding'},{'path':'1_Normalize','type':'sentence_transformers.models.Normalize'}]")
                .without("sentence_bert_config.json").without("tokenizer_config.json")
                .file("model.safetensors", safetensors(DType.F32, "embeddings[4,8]", "mapping[10]")).inspect();
        check.equal("static embeddings", List.of(), fixed.problems());
        check.equal("and their limit", 512L, fixed.context().getAsLong());
        Support core = new CoreSupport();
        check.isTrue("ALiBi is said once", ModelInspector.inspect(model("'model_type':'bert','position_embedding_type':"
                + "'alibi'").files(), InspectOptions.of(core)).problems().stream()
                .filter(one -> one.message().contains("ALiBi")).count() == 1);
        check.equal("XLM-RoBERTa runs", "[]", architectureProblems(miniLm().json("config.json", "{'architectures':"
                + "['XLMRobertaModel'],'model_type':'xlm-roberta','hidden_size':384,'num_hidden_layers':2,"
                + "'num_attention_heads':12,'intermediate_size':1536,'vocab_size':10,'max_position_embeddings':514,"
                + "'layer_norm_eps':1e-5,'hidden_act':'gelu','type_vocab_size':1,'pad_token_id':1}")));
        check.isTrue("an activation that is not computed", architectureProblems(miniLm().json("config.json",
                "{'architectures':['BertModel'],'model_type':'bert','hidden_size':384,'num_hidden_layers':6,"
                        + "'num_attention_heads':12,'intermediate_size':1536,'vocab_size':10,'type_vocab_size':2,"
                        + "'max_position_embeddings':512,'hidden_act':'mish'}"))
                .contains("mish"));
        ImportPlan dense = modules("'sentence_transformers.models.Dense'").json("3/config.json", "{}")
                .file("3/model.safetensors", safetensors(DType.F32, "linear.weight[2,2]")).inspect();
        check.equal("a layer", List.of(), dense.problems());
        check.equal("layers", 1, dense.head().denseLayers());
        check.isTrue("after it vectors are of any length", !dense.head().isNormalized());
        check.equal("weights are the model's alone", List.of("model.safetensors"), dense.weights());
    }

    /** What this version says of a model's architecture. */
    private static String architectureProblems(ModelSamples folder) {
        List<String> messages = new ArrayList<>();
        for (Problem problem : ModelInspector.inspect(folder.files(), InspectOptions.of(new CoreSupport()))
                .problems()) {
            if (problem.code().equals(Problem.ARCHITECTURE)) {
                messages.add(problem.message());
            }
        }
        return messages.toString();
    }

    private static ModelSamples model(String config) {
        return miniLm().json("config.json", "{'architectures':['XModel']," + config + "}");
    }

    private static ModelSamples modules(String type) {
        String all = "[{'path':'','type':'sentence_transformers.models.Transformer'},"
                + "{'path':'1_Pooling','type':'sentence_transformers.models.Pooling'},"
                + "{'path':'2_Normalize','type':'sentence_transformers.models.Normalize'},{'path':'3','type':" + type
                + "}]";
        return miniLm().json("modules.json", all);
    }

    private static Problem problem(Check check, ModelSamples folder, String code, String words) {
        ImportPlan plan = folder.inspect();
        for (Problem problem : plan.problems()) {
            if (problem.code().equals(code) && problem.message().contains(words)) {
                check.isTrue("a remedy for " + words, !problem.remedy().isEmpty());
                check.isTrue("not supported", !plan.isSupported());
                return problem;
            }
        }
        throw new AssertionError("no " + code + " with \"" + words + "\" among " + plan.problems());
    }

    private static void weights(Check check) {
        SparseFile large = new SparseFile(new byte[0], 1_000_000);
        problem(check, miniLm().without("model.safetensors").file("pytorch_model.bin", large), Problem.PICKLE,
                "pytorch_model.bin is a pickle");
        problem(check, miniLm().without("model.safetensors").file("tf_model.h5", large), Problem.NO_WEIGHTS, ".h5");
        problem(check, miniLm().without("model.safetensors").file("training_args.bin", large), Problem.NO_WEIGHTS,
                "no weights");
        problem(check,
                miniLm().text("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
                Problem.DAMAGED, "Git LFS pointer");
        problem(check, miniLm().file("model.safetensors", safetensors(DType.BOOL, "a[2,2]")), Problem.WEIGHT_TYPE,
                "a (BOOL)");
        ModelSamples two = miniLm().rename("model.safetensors", "a.safetensors").file("b.safetensors",
                safetensors(DType.F32, "x[1,1]"));
        problem(check, two, Problem.CHOOSE_FILE, "2 files");
        check.equal("one of them", List.of("b.safetensors"), ModelInspector.inspect(two.files(),
                InspectOptions.of(ANYTHING).withFile("b.safetensors")).weights());
        ImportPlan missing = ModelInspector.inspect(miniLm().files(), InspectOptions.of(ANYTHING).withFile("c.gguf"));
        check.equal("none of them", Problem.CHOOSE_FILE, missing.problems().get(0).code());
        ModelSamples shards = miniLm().without("model.safetensors")
                .file("model-00001-of-00002.safetensors", safetensors(DType.F16, "a[2,2]", "b[3]"))
                .file("model-00002-of-00002.safetensors", safetensors(DType.F16, "c[5,2]"))
                .json(WeightFiles.INDEX, "{'metadata':{},'weight_map':{'a':'model-00001-of-00002.safetensors',"
                        + "'b':'model-00001-of-00002.safetensors','c':'model-00002-of-00002.safetensors'}}");
        ImportPlan split = shards.inspect();
        check.equal("split", List.of(), split.problems());
        check.equal("parameters", 17L, split.parameters().getAsLong());
        check.equal("files", 2, split.weights().size());
        check.equal("type", "F16", split.quantization());
        problem(check, shards.json(WeightFiles.INDEX, "{'weight_map':{'a':'model-00001-of-00002.safetensors',"
                + "'b':'model-00002-of-00002.safetensors','c':'model-00002-of-00002.safetensors'}}"), Problem.DAMAGED,
                "do not belong together");
        problem(check, shards.json(WeightFiles.INDEX, "{'weight_map':{'a':'model-00001-of-00002.safetensors',"
                + "'b':'model-00001-of-00002.safetensors','c':'model-00002-of-00002.safetensors',"
                + "'d':'model-00002-of-00002.safetensors'}}"), Problem.DAMAGED, "in no file");
        problem(check, shards.without("model-00002-of-00002.safetensors"), Problem.MISSING_FILE, "not all of them");
    }

    private static void tokenizers(Check check) {
        problem(check, miniLm().without("tokenizer.json"), Problem.NO_TOKENIZER, "no tokenizer.json");
        problem(check, miniLm().without("tokenizer.json").text("vocab.txt", "[PAD]\n"), Problem.NO_TOKENIZER,
                "vocab.txt");
        problem(check, miniLm().without("tokenizer.json").text("spiece.model", "x"), Problem.NO_TOKENIZER,
                "spiece.model");
        problem(check, miniLm().json("tokenizer.json", tokenizer("WordPiece", 11)), Problem.TOKENIZER_MISMATCH,
                "11 tokens, but the model has embeddings for 10");
        check.equal("fewer are fine", List.of(), miniLm().json("tokenizer.json", tokenizer("WordPiece", 9)).inspect()
                .problems());
        problem(check, miniLm().text("tokenizer.json", "{"), Problem.DAMAGED, "JSON");
        check.equal("its algorithm", "BPE", miniLm().json("tokenizer.json", tokenizer("BPE", 10)).inspect().tokenizer()
                .algorithm());
        ImportPlan list = miniLm().json("tokenizer.json",
                "{'added_tokens':[],'model':{'unk_id':0,'vocab':[['a',-1.5],['b',-2]]}}").inspect();
        check.equal("Unigram", "Unigram 2", list.tokenizer().algorithm() + " " + list.tokenizer().ids().getAsLong());
        ImportPlan no = ModelInspector.inspect(miniLm().json("tokenizer.json", tokenizer("BPE", 10)).files(),
                InspectOptions.of(new CoreSupport()));
        check.equal("what this version cannot read", Problem.TOKENIZER, no.problems().get(0).code());
        byte[] large = new byte[9 << 20];
        java.util.Arrays.fill(large, (byte) ' ');
        byte[] begin = Utf8.encode(("{'version':'1.0','added_tokens':[{'content':'\\|{[','id':3}],'normalizer':null,"
                + "'model':{'dropout':null,'type':'Unigram','vocab':[['a',1]]}").replace('\'', '"').replace('|', '"'));
        System.arraycopy(begin, 0, large, 0, begin.length);
        large[large.length - 1] = '}';
        check.equal("of a large one the algorithm", "Unigram",
                miniLm().file("tokenizer.json", Slices.of(large)).inspect().tokenizer().algorithm());
    }

    private static GgufBytes llama() {
        return new GgufBytes().text("general.architecture", "llama").u32("general.file_type", 15)
                .text("general.license", "llama3.2").u32("llama.context_length", 8192).u32("llama.block_count", 2)
                .u32("llama.embedding_length", 256).u32("llama.attention.head_count", 4)
                .u32("llama.attention.head_count_kv", 2).text("tokenizer.ggml.model", "gpt2")
                .texts("tokenizer.ggml.tokens", "a", "b", "c").text("tokenizer.chat_template", "{{ messages }}")
                .tensor("token_embd.weight", GgufType.Q4_K, 256, 3)
                .tensor("blk.0.attn_q.weight", GgufType.Q6_K, 256, 256);
    }

    private static void gguf(Check check) {
        byte[] file = llama().file();
        ModelSamples repository = folder().file("model-Q8_0.gguf", Slices.of(file))
                .file("model-Q4_K_M.gguf", Slices.of(file))
                .file("model-IQ2_XXS.gguf", new SparseFile(file, 900_000)).file("mmproj-F16.gguf", Slices.of(file))
                .text("README.md", "# no front matter");
        ImportPlan plan = repository.inspect();
        check.equal("problems", List.of(), plan.problems());
        check.equal("suggested", List.of("model-Q4_K_M.gguf"), plan.weights());
        check.equal("generator", "generator llama text-generation Q4_K_M",
                plan.kind().id() + " " + plan.architecture() + " " + plan.task() + " " + plan.quantization());
        check.equal("context", 8192L, plan.context().getAsLong());
        check.equal("licence", Optional.of("LicenseRef-Llama-Community"), plan.licence().spdx());
        check.equal("template", "ok", plan.toJson().string("chat_template"));
        check.equal("tokens", 3L, plan.tokenizer().ids().getAsLong());
        List<String> choices = new ArrayList<>();
        plan.choices().forEach(choice -> choices.add(choice.quantization()));
        check.equal("choices", "[Q4_K_M, Q8_0, IQ2_XXS]", choices.toString());
        ImportPlan fast = ModelInspector.inspect(repository.files(), InspectOptions.of(ANYTHING)
                .withDevice(OptionalLong.of(1_000_000_000), OptionalDouble.of(10.0 * file.length)));
        check.equal("speed", 10.0, fast.fit().object("tokens_per_s").number("value"));
        check.equal("fits", "fits", fast.fit().string("verdict"));
        check.equal("another", List.of("model-Q8_0.gguf"), ModelInspector.inspect(repository.files(),
                InspectOptions.of(ANYTHING).withFile("model-Q8_0.gguf")).weights());
        problem(check, folder().file("a.gguf", Slices.of(new GgufBytes().text("general.architecture", "llama")
                .tensor("w", GgufType.IQ2_XXS, 256).file())), Problem.WEIGHT_TYPE, "IQ2_XXS");
        problem(check, folder().file("a.gguf", Slices.of(new GgufBytes().text("general.architecture", "llama").file())),
                Problem.NO_TOKENIZER, "no tokenizer");
        problem(check, folder().file("a.gguf", Slices.of(new GgufBytes().file())), Problem.ARCHITECTURE,
                "does not name");
        problem(check, folder().file("a.gguf", Slices.of(new GgufBytes().text("general.architecture", "llama").file())),
                Problem.NO_WEIGHTS, "no weights in it");
        problem(check, folder().file("a.gguf", Slices.of(llama().u32("llama.expert_count", 8).file())), Problem.FEATURE,
                "mixture of experts");
        problem(check, folder().file("a.gguf", Slices.of(llama().raw("tokenizer.ggml.scores", 9,
                GgufBytes.join(GgufBytes.u32(6), GgufBytes.u64(1), new byte[4])).file())), Problem.TOKENIZER,
                "different lengths");
        problem(check, folder().file("a.gguf", Slices.of(java.util.Arrays.copyOf(file, 100))), Problem.DAMAGED,
                "truncated");
        problem(check, folder().file("a.gguf", Slices.of(new GgufBytes().text("general.architecture", "llama")
                .text("tokenizer.ggml.model", "gpt2").texts("tokenizer.ggml.tokens", "a", "b")
                .tensor("token_embd.weight", GgufType.F32, 4, 1).file())), Problem.TOKENIZER_MISMATCH, "2 tokens");
        ModelSamples split = folder();
        for (int i = 0; i < 2; i++) {
            GgufBytes part = i == 0 ? llama() : new GgufBytes().tensor("blk.1.w", GgufType.F32, 8);
            split.file("m-0000" + (i + 1) + "-of-00002.gguf",
                    Slices.of(part.u32("split.no", i).u32("split.count", 2).u32("split.tensors.count", 3).file()));
        }
        check.equal("two files", 2, split.inspect().needed().size());
        check.equal("are one model", List.of(), split.inspect().problems());
        problem(check, split.without("m-00001-of-00002.gguf"), Problem.MISSING_FILE, "not all of them");
        ImportPlan encoder = folder().file("e.gguf", Slices.of(new GgufBytes().text("general.architecture", "bert")
                .u32("bert.pooling_type", 2).text("tokenizer.ggml.model", "bert").texts("tokenizer.ggml.tokens", "a")
                .file())).inspect();
        check.equal("an encoder", "encoder cls", encoder.kind().id() + " " + encoder.head().pooling());
        check.isTrue("what this version does not run", !ModelInspector.inspect(repository.files(),
                InspectOptions.of(new CoreSupport())).isSupported());
    }

    private static void onnx(Check check) {
        byte[] file = new byte[0];
        ImportPlan damaged = miniLm().without("model.safetensors").file("onnx/model_quantized.onnx", Slices.of(file))
                .file("onnx/model.onnx", Slices.of(Utf8.encode("<html>"))).file("onnx/model_O4.onnx", Slices.of(file))
                .inspect();
        check.equal("the whole one is suggested", List.of("onnx/model.onnx"), damaged.weights());
        check.equal("and is none", Problem.DAMAGED, damaged.problems().get(0).code());
        List<String> choices = new ArrayList<>();
        damaged.choices().forEach(choice -> choices.add(choice.file() + " " + choice.quantization()));
        check.equal("choices", "[onnx/model.onnx fp32, onnx/model_quantized.onnx int8]", choices.toString());
    }

    private static void adapter(Check check) {
        ModelSamples lora = folder().json("adapter_config.json", "{'peft_type':'LORA','r':8,'lora_alpha':16,"
                + "'target_modules':['query','value'],'base_model_name_or_path':'a/b'}")
                .file("adapter_model.safetensors", safetensors(DType.F32, "x.lora_A.weight[8,4]"));
        ImportPlan plan = lora.inspect();
        check.equal("problems", List.of(), plan.problems());
        check.equal("adapter", "adapter lora a/b", plan.kind().id() + " " + plan.task() + " " + plan.architecture());
        check.equal("files", 2, plan.needed().size());
        problem(check, lora.json("adapter_config.json", "{'peft_type':'IA3'}"), Problem.ADAPTER, "IA3");
        problem(check, lora.json("adapter_config.json", "{'peft_type':'LORA','use_dora':true}"), Problem.ADAPTER,
                "use_dora");
        problem(check, lora.without("adapter_model.safetensors"), Problem.NO_WEIGHTS, "adapter_model.safetensors");
        problem(check, lora.file("adapter_model.bin", new SparseFile(new byte[0], 10)), Problem.PICKLE, "pickle");
    }

    private static void licence(Check check) {
        String[][] cases = {{"apache-2.0", "Apache-2.0", ""}, {"MIT", "MIT", ""},
                {"gemma", "LicenseRef-Gemma-Terms", ""},
                {"cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0", ""}, {"gpl-3.0", "GPL-3.0-only", ""}, {"other", "", "other"},
                {"unknown", "", ""}, {"MIT OR Apache-2.0", "MIT OR Apache-2.0", ""},
                {"my own terms", "", "my own terms"},
                {"", "", ""}};
        for (String[] one : cases) {
            LicenceClaim claim = LicenceClaim.of(one[0], "");
            check.equal(one[0], one[1] + "|" + one[2], claim.spdx().orElse("") + "|" + claim.name());
        }
        String card = "---\r\nlicense: other  # see below\r\nlicense_name: \"x-licence\"\r\nlicense_link: LICENSE\r\n---\r\nlicense: mit";
        LicenceClaim named = LicenceClaim.ofCard(LicenceClaim.frontMatter(card));
        check.equal("a name", "x-licence LICENSE", named.name() + " " + named.link());
        check.equal("two", Optional.of("MIT AND Apache-2.0"),
                LicenceClaim.ofCard(LicenceClaim.frontMatter("---\nlicense:\n- mit\n- apache-2.0\n---")).spdx());
        check.equal("inline", Optional.of("MIT AND Apache-2.0"),
                LicenceClaim.ofCard(LicenceClaim.frontMatter("---\nlicense: [mit, 'apache-2.0']\n---")).spdx());
        check.isTrue("no front matter", LicenceClaim.frontMatter("license: mit").isEmpty());
        check.isTrue("nested", LicenceClaim.ofCard(LicenceClaim.frontMatter("---\na:\n  license: mit\n---")).isNone());
        check.equal("a tag", Optional.of("MIT"), LicenceClaim.ofTags(List.of("x", "license:mit")).spdx());
        ImportPlan plan = miniLm().without("README.md").text("LICENSE.txt", "Do what is right.").inspect();
        check.equal("a text alone", "{\"name\":\"LICENSE.txt\",\"text\":\"Do what is right.\",\"known\":\"claimed\"}",
                plan.licence().toJson().toString());
        check.equal("nothing", "{\"name\":\"none stated\",\"known\":\"claimed\"}",
                miniLm().without("README.md").inspect().licence().toJson()
                        .toString());
        HubModel hub = HubModel.read(Utf8.encode("{\"id\":\"a/b\",\"sha\":\"" + "ab".repeat(20)
                + "\",\"cardData\":{\"license\":\"mit\"}}"));
        check.equal("the hub goes first", Optional.of("MIT"), ModelInspector.inspect(miniLm().files(),
                InspectOptions.of(ANYTHING).withHub(hub)).licence().spdx());
    }

    private static void names(Check check) {
        check.equal("a hub's", "baai/bge-small-en-v1.5:q8",
                ImportNames.of(HubModelId.parse("BAAI/bge-small-en-v1.5"), "q8").toString());
        check.equal("separators", "a_b/c-d.e:q4_k_m",
                ImportNames.of(HubModelId.parse("A_b/c_-D.e"), "Q4_K_M").toString());
        check.equal("a file's", "gemma-3-270m:q4_k_m", ImportNames.of("gemma-3-270m-Q4_K_M.gguf", "Q4_K_M").toString());
        check.equal("no quantization", "model:latest", ImportNames.of("model.safetensors", "").toString());
        check.equal("another script", "model:f16", ImportNames.of("\u6a21\u578b", "F16").toString());
        check.equal("signs at the ends", "x:latest", ImportNames.of("--X..", "").toString());
        check.isTrue("long", ImportNames.of("a".repeat(500), "F16").toString().length() < 120);
    }

    private static String layer(String type, String title, String digit) {
        String notes = title.isEmpty() ? "" : ",'annotations':{'org.opencontainers.image.title':'" + title + "'}";
        return ("{'mediaType':'" + type + "','digest':'sha256:" + digit.repeat(64) + "','size':5" + notes + "}");
    }

    private static OciModelFiles manifest(String... layers) {
        return OciModelFiles.read(Utf8.encode(("{'schemaVersion':2,'config':{},'layers':[" + String.join(",", layers)
                + "]}").replace('\'', '"')));
    }

    private static void registry(Check check) {
        OciModelFiles docker = manifest(layer("application/vnd.docker.ai.gguf.v3", "", "a"),
                layer("application/vnd.docker.ai.license", "", "b"),
                layer("application/vnd.docker.ai.mmproj", "", "c"));
        check.equal("Docker's types", "model.gguf LICENSE", docker.files().get(0).path() + " "
                + docker.files().get(1).path());
        check.equal("two", 2, docker.layers().size());
        check.equal("a digest", "a".repeat(64), docker.files().get(0).sha256().get().hex());
        check.equal("a title", "x/config.json",
                manifest(layer("application/octet-stream", "x/config.json", "a")).files()
                        .get(0).path());
        check.equal("Ollama's", "model.gguf", manifest(layer("application/vnd.ollama.image.template", "", "b"),
                layer("application/vnd.ollama.image.model", "", "a")).files().get(0).path());
        check.fails("an archive", Unsupported.class,
                () -> manifest(layer("application/vnd.cncf.model.weight.v1.tar", "w.tar", "a")));
        check.fails("no name", Unsupported.class, () -> manifest(layer("application/octet-stream", "", "a")));
        check.fails("out of the package", DamagedData.class,
                () -> manifest(layer("application/octet-stream", "../x", "a")));
        check.fails("twice", DamagedData.class, () -> manifest(layer("application/octet-stream", "x", "a"),
                layer("application/octet-stream", "x", "b")));
        check.fails("an index", Unsupported.class, () -> OciModelFiles.read(Utf8.encode("{\"manifests\":[]}")));
        check.fails("no manifest", DamagedData.class, () -> OciModelFiles.read(Utf8.encode("{}")));
    }

    private static void headersOnly(Check check) {
        String[] tensors = new String[201];
        tensors[0] = "model.embed_tokens.weight[262144,640]";
        for (int i = 1; i < tensors.length; i++) {
            tensors[i] = "model.layers." + i + ".mlp.up_proj.weight[4096,1024]";
        }
        byte[] prefix = Utf8.encode("{\"version\":\"1.0\",\"model\":{\"type\":\"BPE\",\"vocab\":{");
        ModelSamples large = folder()
                .json("config.json", "{'architectures':['Gemma3ForCausalLM'],'model_type':'gemma3_text',"
                        + "'max_position_embeddings':32768,'vocab_size':262144,'hidden_size':640}")
                .file("tokenizer.json", new SparseFile(prefix, 33_000_000))
                .file("model.safetensors", safetensors(DType.F16, tensors));
        counted(check, large, 2_000_000_000L, 4_000_000);
        String[] tokens = new String[128_000];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = "token number " + i;
        }
        GgufBytes gguf = new GgufBytes().text("general.architecture", "llama").text("tokenizer.ggml.model", "gpt2")
                .texts("tokenizer.ggml.tokens", tokens).texts("tokenizer.ggml.merges", tokens);
        for (int i = 0; i < 200; i++) {
            gguf.tensor("blk." + i + ".w", GgufType.Q4_K, 4096, 4600);
        }
        byte[] header = gguf.header();
        counted(check, folder().file("m.gguf", new SparseFile(header, header.length + gguf.dataBytes())),
                2_000_000_000L,
                9_000_000);
    }

    private static void counted(Check check, ModelSamples folder, long atLeast, long atMost) {
        Map<String, Slices> counted = new LinkedHashMap<>();
        long total = 0;
        for (Map.Entry<String, Slices> file : folder.map().entrySet()) {
            counted.put(file.getKey(), new CountedSlices(file.getValue()));
            total += file.getValue().length();
        }
        ImportPlan plan = ModelInspector.inspect(ModelFiles.of(counted), InspectOptions.of(ANYTHING));
        check.equal("problems", List.of(), plan.problems());
        long read = 0;
        for (Slices file : counted.values()) {
            read += ((CountedSlices) file).bytesRead();
        }
        check.isTrue(total + " bytes in all", total >= atLeast);
        check.isTrue(read + " bytes read", read < atMost);
    }
}
