package dev.tabitat.core.adapter;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.AdapterSpec;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Adapters do what PEFT defines, alone and in stacks; what does not fit or is not read here is refused by name. */
public final class AdapterContract {

    private static final BertConfig CONFIG = BertContract.config(Op.Pooling.MEAN);
    private static final Modules MODULES = Modules.of(CONFIG);
    private static final int[] TEXT = {1, 9, 9, 29, 0, 3, 4, 2};
    private static final String QUERY = "encoder.layer.1.attention.self.query";
    private static final double BOUND = 2e-6;
    private static final Digest DIGEST = Digest.of(new byte[]{1});

    private AdapterContract() {
    }

    public static List<Contract> all() {
        return List.of(
                Contract.of("adapter: a LoRA does what PEFT defines, with patterns of rank and alpha",
                        AdapterContract::peft),
                Contract.of("adapter: rank-stabilised scaling divides by the root", AdapterContract::rankStabilized),
                Contract.of("adapter: every kind does what its definition says, at a MiniLM layer's width",
                        AdapterContract::wide),
                Contract.of("adapter: a stack adds up, each with its weight", AdapterContract::stacks),
                Contract.of("adapter: over a quantized base it adds what it adds", AdapterContract::quantized),
                Contract.of("adapter: which modules a configuration names", AdapterContract::targets),
                Contract.of("adapter: patterns of module names", AdapterContract::patterns),
                Contract.of("adapter: files are read back as they were written", AdapterContract::roundTrips),
                Contract.of("adapter: PEFT's names with and without the adapter's, in halves, of a larger model",
                        AdapterContract::names),
                Contract.of("adapter: configurations that ask for more are refused by field",
                        AdapterContract::refusedConfigs),
                Contract.of("adapter: tensors that do not belong are refused by name", AdapterContract::refusedTensors),
                Contract.of("adapter: an adapter for another base is refused by module", AdapterContract::refusedBases),
                Contract.of("adapter: how a genome lists it", AdapterContract::specs),
                Contract.of("adapter: a backend that changes layers wrongly does not pass the self-test",
                        AdapterContract::selfTest),
                new AdapterBackendContract("the definition", new ReferenceBackend()));
    }

    /**
     * The configuration and the weights as PEFT would write them; what comes out is computed from its documentation.
     */
    private static void peft(Check check) {
        String config = """
                {"alpha_pattern": {"layer.0.output.dense": 3, "query": 5}, "auto_mapping": null, "base_model_name_or_path": "x/y", "bias": "none",
                 "fan_in_fan_out": false, "inference_mode": true, "init_lora_weights": true, "layers_pattern": null, "layers_to_transform": null,
                 "lora_alpha": 16, "lora_dropout": 0.1, "modules_to_save": null, "peft_type": "LORA", "r": 8,
                 "rank_pattern": {"attention.output.dense": 3, "encoder.layer.1.intermediate.dense": 5},
                 "revision": null, "target_modules": ["query", "dense"], "task_type": "FEATURE_EXTRACTION", "use_dora": false, "use_rslora": false}
                """;
        Map<String, int[]> ranks = new LinkedHashMap<>();
        Map<String, Double> alphas = new LinkedHashMap<>();
        for (int layer = 0; layer < 2; layer++) {
            String name = "encoder.layer." + layer + ".";
            ranks.put(name + "attention.self.query", new int[]{8, 40, 40});
            ranks.put(name + "attention.output.dense", new int[]{3, 40, 40});
            ranks.put(name + "intermediate.dense", new int[]{layer == 0 ? 8 : 5, 72, 40});
            ranks.put(name + "output.dense", new int[]{8, 40, 72});
            alphas.put(name + "attention.self.query", 5.0);
        }
        // "layer.0.output.dense" ends this name only: "attention.output.dense" has a part between.
        alphas.put("encoder.layer.0.output.dense", 3.0);
        Random random = new Random(77);
        BertByHand byHand = new BertByHand(CONFIG, BertContract.tensors(3));
        Map<String, Tensor> tensors = new TreeMap<>();
        ranks.forEach((module, shape) -> {
            Tensor a = AdapterSamples.matrix(random, shape[0], shape[2], 0.3f);
            Tensor b = AdapterSamples.matrix(random, shape[1], shape[0], 0.1f);
            tensors.put("base_model.model." + module + ".lora_A.weight", a);
            tensors.put("base_model.model." + module + ".lora_B.weight", b);
            byHand.add(module, alphas.getOrDefault(module, 16.0) / shape[0],
                    BertByHand.product(b.toFloats(), a.toFloats(), shape[0]));
        });
        Adapter adapter = AdapterFiles.read(Utf8.encode(config), new Safetensors(tensors, Map.of()).write());
        compare(check, "PEFT", byHand, CONFIG, BertContract.tensors(3), stack(adapter, 1));
    }

    private static void rankStabilized(Check check) {
        JsonObject json = LoraConfig.of(9, 6, List.of("key")).json().with("use_rslora", true).with("alpha_pattern",
                JsonObject.of("layer.1.*key", 12));
        Lora adapter = AdapterSamples.lora(CONFIG, LoraConfig.read(json), 5);
        BertByHand byHand = new BertByHand(CONFIG, BertContract.tensors(3));
        adapter.pairs().forEach((module, pair) -> byHand.add(module, module.contains("layer.1") ? 4 : 2,
                BertByHand.product(pair.b().toFloats(), pair.a().toFloats(), 9)));
        check.near("6 / 3", 2, adapter.scale(), 0);
        compare(check, "rsLoRA", byHand, CONFIG, BertContract.tensors(3), stack(adapter, 1));
    }

    private static void wide(Check check) {
        BertConfig wide = new BertConfig(384, 1, 12, 1536, 30, 16, 1e-12, Op.Pooling.FIRST, true, 12);
        Map<String, Tensor> base = AdapterSamples.weights(wide, 9);
        for (Adapter adapter : AdapterSamples.each(wide, 21)) {
            BertByHand byHand = new BertByHand(wide, base);
            add(byHand, adapter, 1);
            compare(check, adapter.type().id(), byHand, wide, base, stack(adapter, 1));
        }
        Lora all = AdapterSamples.lora(wide, LoraConfig.of(8, 16, List.of("query", "key", "value", "dense")), 4);
        BertByHand byHand = new BertByHand(wide, base);
        add(byHand, all, 1);
        check.equal("every layer", 6, all.targets().size());
        compare(check, "every layer", byHand, wide, base, stack(all, 1));
    }

    /** What the definitions say, by the numbers in the adapter's tensors. */
    private static void add(BertByHand byHand, Adapter adapter, double weight) {
        Map<String, Tensor> tensors = adapter.tensors();
        tensors.forEach((name, tensor) -> {
            String module = name.substring(0, name.lastIndexOf('.'));
            if (name.endsWith(".lora_B.weight")) {
                String pair = name.substring(0, name.length() - ".lora_B.weight".length());
                int rank = tensor.shape().dim(1);
                // Lora here: alpha is twice the rank.
                byHand.add(pair.substring("base_model.model.".length()), 2 * weight,
                        BertByHand.product(tensor.toFloats(), tensors.get(pair + ".lora_A.weight").toFloats(), rank));
            } else if (name.endsWith(".up")) {
                byHand.add(module, 0.75 * weight, BertByHand.product(tensor.toFloats(),
                        tensors.get(module + ".down").toFloats(), tensor.shape().dim(1)));
            } else if (name.endsWith(".row_ends")) {
                byHand.add(module, 1.25 * weight, dense(tensor.toInts(), tensors.get(module + ".columns").toInts(),
                        tensors.get(module + ".values").toFloats(),
                        tensor.elements() == MODULES.linear(module).out() + 1
                                ? MODULES.linear(module).in()
                                : module.endsWith("output.dense") && !module.contains("attention") ? 1536 : 384));
            } else if (name.endsWith(".vector")) {
                byHand.shift(Integer.parseInt(module.substring("encoder.layer.".length())), -0.5 * weight,
                        tensor.toFloats());
            }
        });
    }

    private static double[][] dense(int[] ends, int[] columns, float[] values, int in) {
        double[][] dense = new double[ends.length - 1][in];
        for (int o = 0; o + 1 < ends.length; o++) {
            for (int k = ends[o]; k < ends[o + 1]; k++) {
                dense[o][columns[k]] = values[k];
            }
        }
        return dense;
    }

    private static void stacks(Check check) {
        Map<String, Tensor> base = BertContract.tensors(3);
        List<Adapter> each = AdapterSamples.each(CONFIG, 60);
        each.add(AdapterSamples.lora(CONFIG, 8, 99));
        double[] weights = {0.5, -1, 1.5, 2, 0.25};
        BertByHand byHand = new BertByHand(CONFIG, base);
        List<AdapterStack.Entry> entries = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            add(byHand, each.get(i), weights[i]);
            entries.add(new AdapterStack.Entry("a" + i, DIGEST, each.get(i), weights[i]));
        }
        compare(check, "five", byHand, CONFIG, base, new AdapterStack(entries));
        java.util.Collections.reverse(entries);
        compare(check, "five in the other order", byHand, CONFIG, base, new AdapterStack(entries));
        float[] plain = run(encoder(CONFIG, base), AdapterStack.EMPTY);
        check.equal("none", Arrays.toString(run(encoder(CONFIG, base), stack(each.get(0), 0))), Arrays.toString(plain));
        check.fails("twice", InvalidInput.class, () -> AdapterStack.of(entries.get(0), entries.get(0)));
        check.fails("a weight that is none", InvalidInput.class, () -> stack(each.get(0), Double.NaN));
        check.fails("too strong", InvalidInput.class,
                () -> AdaptedModel.of(encoder(CONFIG, base).graph(), MODULES, stack(each.get(0), 1e60)));
        check.fails("too many", InvalidInput.class, () -> {
            List<AdapterStack.Entry> many = new ArrayList<>();
            for (int i = 0; i < 65; i++) {
                many.add(new AdapterStack.Entry("n" + i, DIGEST, each.get(0), 1));
            }
            new AdapterStack(many);
        });
        AdaptedModel adapted = AdaptedModel.of(encoder(CONFIG, base).graph(), MODULES, new AdapterStack(entries));
        long estimated = 0;
        for (AdapterStack.Entry entry : entries) {
            estimated += StackPlanner.Item.of(entry, MODULES).bytes();
        }
        check.equal("bytes as estimated", estimated,
                adapted.added().values().stream().mapToLong(Tensor::byteLength).sum());
        for (String name : adapted.added().keySet()) {
            check.isTrue("a new name: " + name, encoder(CONFIG, base).graph().node(name) == null);
        }
    }

    private static void quantized(Check check) {
        for (Quantizer.Kind kind : Quantizer.Kind.values()) {
            BertEncoder small = encoder(CONFIG, Quantizer.quantize(BertContract.tensors(3), kind));
            float[] plain = run(small, AdapterStack.EMPTY);
            Map<String, Lora.Pair> nothing = new LinkedHashMap<>();
            AdapterSamples.lora(CONFIG, 4, 1).pairs().forEach((module, pair) -> nothing.put(module,
                    new Lora.Pair(pair.a(), Tensor.ofFloats(pair.b().shape(), new float[pair.b().elements()]))));
            Lora untrained = new Lora(LoraConfig.of(4, 8, List.of("query", "value")), nothing);
            check.equal(kind + ": an untrained LoRA changes nothing", Arrays.toString(plain),
                    Arrays.toString(run(small, stack(untrained, 1))));
            for (Adapter adapter : AdapterSamples.each(CONFIG, 31)) {
                BertByHand byHand = new BertByHand(CONFIG, BertContract.tensors(3));
                double before = cosine(byHand.embed(TEXT), plain);
                add(byHand, adapter, 1);
                double after = cosine(byHand.embed(TEXT), run(small, stack(adapter, 1)));
                check.isTrue(kind + " " + adapter.type() + ": as near as without, " + before + " and " + after,
                        after > before - 0.02 && after > 0.95);
            }
        }
    }

    private static void targets(Check check) {
        JsonObject json = LoraConfig.of(4, 4, List.of("query")).json();
        String output = "encoder.layer.1.attention.output.dense";
        String last = "encoder.layer.1.output.dense";
        targeted(check, json, QUERY, true);
        targeted(check, json, "query", true);
        targeted(check, json, "encoder.layer.1.attention.self.superquery", false);
        targeted(check, json, output, false);
        targeted(check, json.with("target_modules", JsonArray.of("output.dense")), output, true);
        targeted(check, json.with("target_modules", JsonArray.of("output.dense")), last, true);
        targeted(check, json.with("target_modules", JsonArray.of("attention.output.dense")), last, false);
        targeted(check, json.with("target_modules", "all-linear"), last, true);
        targeted(check, json.with("target_modules", ".*layer\\.1\\.output\\.dense"), last, true);
        targeted(check, json.with("target_modules", ".*layer\\.1\\.output\\.dense"), output, false);
        targeted(check, json.with("target_modules", "dense"), last, false);
        targeted(check, json.with("target_modules", ".*\\.(query|dense)"), last, true);
        targeted(check, json.with("layers_to_transform", 1), QUERY, true);
        targeted(check, json.with("layers_to_transform", JsonArray.of(0, 2)), QUERY, false);
        targeted(check, json.with("layers_to_transform", JsonArray.of()), QUERY, true);
        targeted(check, json.with("layers_to_transform", JsonArray.of(0)).with("target_modules", JsonArray.of(QUERY)),
                QUERY, true);
        targeted(check, json.with("layers_to_transform", JsonArray.of(1)).with("layers_pattern", "layer"), QUERY, true);
        targeted(check, json.with("layers_to_transform", JsonArray.of(1)).with("layers_pattern", "h"), QUERY, false);
        targeted(check,
                json.with("layers_to_transform", JsonArray.of(1)).with("layers_pattern", JsonArray.of("h", "layer")),
                QUERY, true);
        targeted(check, json.with("layers_to_transform", JsonArray.of(2)), "a.b.2.c.0.query", true);
        targeted(check, json.with("layers_to_transform", JsonArray.of(2)), "b.2.query", false);
        targeted(check, json.with("layers_to_transform", JsonArray.of(2)).with("layers_pattern", "b"), "b.2.query",
                true);
        targeted(check, json.with("exclude_modules", JsonArray.of("self.query")), QUERY, false);
        targeted(check, json.with("exclude_modules", ".*layer\\.0\\..*"), QUERY, true);
    }

    private static void targeted(Check check, JsonObject json, String module, boolean expected) {
        check.equal(module + " by " + json.get("target_modules") + " " + json.find("layers_to_transform"), expected,
                LoraConfig.read(json).targets(module));
    }

    private static void patterns(Check check) {
        String[][] matching = {
                {"abc", "abc"}, {"a.c", "abc"}, {"a\\.c", "a.c"}, {"a*b", "b"}, {"a*b", "aaab"},
                {"(ab|cd)+e", "abcdabe"}, {"[a-c]x?", "b"}, {"[^a-c]", "d"},
                {"\\d+", "2026"}, {"[\\d_]+", "1_2"}, {"layer\\.(0|1|11)\\.q", "layer.11.q"}, {"(a*)*", ""},
                {"^a$", "a"}, {"(?:x|yz)?", "yz"}, {"a||b", ""}, {"\\w+", "aZ_9"}
        };
        for (String[] pair : matching) {
            check.isTrue(pair[0] + " matches " + pair[1], ModulePattern.of(pair[0], "here").matches(pair[1]));
            check.isTrue(pair[0] + " matches no more", !ModulePattern.of(pair[0], "here").matches(pair[1] + "#\n"));
        }
        for (String wrong : List.of("a{2}", "(?=a)", "(?i)a", "a*?", "a++", "\\1", "\\s", "(a", "a)", "[", "[]",
                "[b-a]", "*", "a**", "\\", "(?<n>a)", "x".repeat(1001),
                "(".repeat(40) + ")".repeat(40), "]", "}", "[\\^-)]", "[\\d-a]")) {
            Unsupported e = check.fails(wrong, Unsupported.class,
                    () -> ModulePattern.of(wrong, "field \"rank_pattern\""));
            check.isTrue("the field is named", e.finding().where().startsWith("field \"rank_pattern\""));
        }
        check.fails("a parenthesis that would close ours", Unsupported.class,
                () -> ModulePattern.suffix("a)|(b", "here"));
        check.isTrue("no time is lost", !ModulePattern.of("(a*)*(a|aa)*(.*)*b", "here").matches("a".repeat(2000)));
    }

    private static void roundTrips(Check check) {
        List<Adapter> all = AdapterSamples.each(CONFIG, 8);
        all.add(AdapterSamples.lora(CONFIG,
                LoraConfig.read(LoraConfig.of(4, 8, List.of("x")).json().with("target_modules", "all-linear")
                        .with("rank_pattern", JsonObject.of("query", 2, "intermediate.dense", 7))
                        .with("peft_version", "0.18.0").with("revision", JsonNull.NULL)),
                12));
        for (Adapter adapter : all) {
            byte[] config = AdapterFiles.config(adapter);
            byte[] weights = AdapterFiles.weights(adapter);
            Adapter read = AdapterFiles.read(config, weights);
            check.equal("type", adapter.type(), read.type());
            check.equal("configuration", adapter.config(), read.config());
            check.isTrue("weights", Arrays.equals(weights, AdapterFiles.weights(read)));
            check.isTrue("configuration's bytes", Arrays.equals(config, AdapterFiles.config(read)));
            check.equal("targets", adapter.targets(), read.targets());
            check.equal("rank", adapter.rank(), read.rank());
        }
        JsonObject json = JsonReader.readObject(AdapterFiles.config(all.get(0)), JsonLimits.DEFAULT);
        check.equal("PEFT's type", "LORA", json.string("peft_type"));
        check.isTrue("PEFT's names", all.get(0).tensors().containsKey("base_model.model." + QUERY + ".lora_A.weight"));
    }

    private static void names(Check check) {
        Lora lora = AdapterSamples.lora(CONFIG, 4, 2);
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        lora.tensors().forEach((name, tensor) -> renamed.put(name.replace(".weight", ".default.weight"), tensor));
        byte[] config = AdapterFiles.config(lora);
        check.isTrue("the adapter's own name", Arrays.equals(AdapterFiles.weights(lora),
                AdapterFiles.weights(AdapterFiles.read(config, new Safetensors(renamed, Map.of()).write()))));
        Map<String, Tensor> larger = new LinkedHashMap<>();
        lora.tensors()
                .forEach((name, tensor) -> larger.put(name.replace("model.encoder", "model.bert.encoder"), tensor));
        Adapter part = AdapterFiles.read(config, new Safetensors(larger, Map.of()).write());
        check.equal("of a larger model", lora.targets(), part.targets());
        check.equal("written as it was", larger.keySet(), part.tensors().keySet());
        check.equal("the same changes", lora.changes(MODULES).size(), part.changes(MODULES).size());
        Map<String, Tensor> halves = new LinkedHashMap<>();
        lora.tensors().forEach((name, tensor) -> halves.put(name, half(tensor)));
        Lora half = (Lora) AdapterFiles.read(config, new Safetensors(halves, Map.of()).write());
        check.equal("half precision becomes single", DType.F32, half.pairs().get(QUERY).a().dtype());
        check.near("by its upper half", lora.pairs().get(QUERY).a().toFloats()[5],
                half.pairs().get(QUERY).a().toFloats()[5], 0.003);
        // "dense" names the pooler of a whole model, too.
        Lora dense = AdapterSamples.lora(CONFIG, LoraConfig.of(4, 8, List.of("dense")), 2);
        Map<String, Tensor> withPooler = new LinkedHashMap<>(dense.tensors());
        withPooler.put("base_model.model.pooler.dense.lora_A.weight", Tensor.ofFloats(Shape.of(4, 40), new float[160]));
        withPooler.put("base_model.model.pooler.dense.lora_B.weight", Tensor.ofFloats(Shape.of(40, 4), new float[160]));
        Adapter pooler = AdapterFiles.read(AdapterFiles.config(dense), new Safetensors(withPooler, Map.of()).write());
        check.equal("a module without effect is told of", List.of("pooler.dense"), pooler.withoutEffect());
        check.equal("and passed over", dense.changes(MODULES).size(), pooler.changes(MODULES).size());
    }

    /** The upper halves of floats: bfloat16, rounded towards zero. */
    private static Tensor half(Tensor tensor) {
        byte[] all = tensor.toBytes();
        byte[] upper = new byte[all.length / 2];
        for (int i = 0; i < upper.length; i += 2) {
            upper[i] = all[2 * i + 2];
            upper[i + 1] = all[2 * i + 3];
        }
        return new Tensor(DType.BF16, tensor.shape(), upper, 0);
    }

    private static void refusedConfigs(Check check) {
        JsonObject good = LoraConfig.of(4, 8, List.of("query")).json();
        refused(check, good, "peft_type", "LOHA", Unsupported.class);
        refused(check, good, "bias", "all", Unsupported.class);
        refused(check, good, "init_lora_weights", "pissa_niter_16", Unsupported.class);
        refused(check, good, "use_dora", true, Unsupported.class);
        refused(check, good, "modules_to_save", JsonArray.of("classifier"), Unsupported.class);
        refused(check, good, "layer_replication", JsonArray.of(JsonArray.of(0, 4)), Unsupported.class);
        refused(check, good, "lora_bias", true, Unsupported.class);
        refused(check, good, "trainable_token_indices", JsonArray.of(1), Unsupported.class);
        refused(check, good, "target_parameters", JsonArray.of("x"), Unsupported.class);
        refused(check, good, "a_field_of_next_year", 3, Unsupported.class);
        refused(check, good, "target_modules", "layer\\.(?!0).*", Unsupported.class);
        refused(check, good, "rank_pattern", JsonObject.of("a{2}", 3), Unsupported.class);
        refused(check, good, "layers_pattern", "(layer|h)", Unsupported.class);
        refused(check, good, "r", 0, DamagedData.class);
        refused(check, good, "r", 5000, DamagedData.class);
        refused(check, good, "r", "8", DamagedData.class);
        refused(check, good, "lora_alpha", "16", DamagedData.class);
        refused(check, good, "rank_pattern", JsonObject.of("query", 0), DamagedData.class);
        refused(check, good, "rank_pattern", JsonArray.of(1), DamagedData.class);
        refused(check, good, "alpha_pattern", JsonObject.of("query", "much"), DamagedData.class);
        refused(check, good, "use_rslora", "yes", DamagedData.class);
        refused(check, good, "target_modules", JsonNull.NULL, DamagedData.class);
        refused(check, good, "target_modules", JsonArray.of(3), DamagedData.class);
        refused(check, good, "layers_to_transform", JsonArray.of(-1), DamagedData.class);
        refused(check, good, "layers_to_transform", JsonArray.of(0.5), DamagedData.class);
        for (String harmless : List.of("modules_to_save", "layer_replication", "eva_config", "something_new")) {
            LoraConfig.read(good.with(harmless, JsonNull.NULL));
        }
        LoraConfig.read(good.with("fan_in_fan_out", true));
        LoraConfig.read(good.with("init_lora_weights", "gaussian"));
        check.fails("a rank of none", InvalidInput.class, () -> LoraConfig.of(0, 1, List.of("query")));

        byte[] weights = AdapterFiles.weights(AdapterSamples.sparse(CONFIG, 1));
        JsonObject own = AdapterSamples.sparse(CONFIG, 1).config();
        refusedOwn(check, own.with("adapter_type", "soft_prompt"), weights, Unsupported.class);
        refusedOwn(check, own.with("format_version", 2), weights, Unsupported.class);
        refusedOwn(check, own.with("more", 2), weights, Unsupported.class);
        refusedOwn(check, own.without("format_version"), weights, DamagedData.class);
        refusedOwn(check, own.with("scale", "1"), weights, DamagedData.class);
        refusedOwn(check, JsonObject.EMPTY, weights, DamagedData.class);
    }

    private static <T extends TabitatException> void refused(Check check, JsonObject good, String field, Object value,
            Class<T> type) {
        T e = check.fails(field + " as " + value, type, () -> LoraConfig.read(good.with(field, value)));
        check.isTrue(field + " is named: " + e.finding(), e.finding().where().contains("\"" + field + "\""));
    }

    private static <T extends TabitatException> void refusedOwn(Check check, JsonObject config, byte[] weights,
            Class<T> type) {
        check.fails(config.toString(), type, () -> AdapterFiles.read(Utf8.encode(config.toString()), weights));
    }

    private static void refusedTensors(Check check) {
        Lora lora = AdapterSamples.lora(CONFIG, 4, 2);
        String a = "base_model.model." + QUERY + ".lora_A.weight";
        String b = "base_model.model." + QUERY + ".lora_B.weight";
        float[] infinite = lora.tensors().get(a).toFloats();
        infinite[7] = Float.POSITIVE_INFINITY;
        DamagedData e = wrong(check, "infinite", lora, a, Tensor.ofFloats(Shape.of(4, 40), infinite), DamagedData.class,
                QUERY);
        check.isTrue("the element is named: " + e.finding(), e.finding().where().endsWith("element 7"));
        wrong(check, "integers", lora, a, Tensor.ofInts(Shape.of(4, 40), new int[160]), DamagedData.class, QUERY);
        wrong(check, "another rank", lora, a, Tensor.ofFloats(Shape.of(3, 40), new float[120]), DamagedData.class,
                QUERY);
        wrong(check, "three dimensions", lora, b, Tensor.ofFloats(Shape.of(40, 4, 1), new float[160]),
                DamagedData.class, QUERY);
        wrong(check, "half a pair", lora, b, null, DamagedData.class, QUERY);
        wrong(check, "the other half", lora, a, null, DamagedData.class, QUERY);
        wrong(check, "a module that is not named", lora, "base_model.model.key.lora_A.weight", lora.tensors().get(a),
                DamagedData.class, "key");
        wrong(check, "embeddings", lora, "base_model.model.embeddings.word_embeddings.lora_embedding_A",
                lora.tensors().get(a), Unsupported.class, "lora_embedding_A");
        wrong(check, "DoRA", lora, "base_model.model." + QUERY + ".lora_magnitude_vector", lora.tensors().get(a),
                Unsupported.class, "magnitude");
        wrong(check, "twice", lora, a.replace(".weight", ".default.weight"), lora.tensors().get(a), DamagedData.class,
                QUERY);
        wrong(check, "two ways of naming", lora, "base_model.model.bert." + QUERY + ".lora_A.weight",
                lora.tensors().get(a), DamagedData.class, QUERY);
        check.fails("nothing", DamagedData.class,
                () -> AdapterFiles.read(AdapterFiles.config(lora), new Safetensors(Map.of(), Map.of()).write()));

        SparseDelta sparse = AdapterSamples.sparse(CONFIG, 2);
        wrong(check, "a column less", sparse, QUERY + ".columns", Tensor.ofInts(Shape.of(1), 0), DamagedData.class,
                QUERY);
        int[] columns = sparse.tensors().get(QUERY + ".columns").toInts();
        int[] negative = columns.clone();
        negative[0] = -1;
        wrong(check, "a negative column", sparse, QUERY + ".columns", Tensor.ofInts(Shape.of(columns.length), negative),
                DamagedData.class, QUERY);
        int[] ends = sparse.tensors().get(QUERY + ".row_ends").toInts();
        ends[3] = columns.length + 1;
        wrong(check, "a row that ends nowhere", sparse, QUERY + ".row_ends", Tensor.ofInts(Shape.of(ends.length), ends),
                DamagedData.class, QUERY);
        wrong(check, "no values", sparse, QUERY + ".values", null, DamagedData.class, QUERY);
        wrong(check, "an unknown part", sparse, QUERY + ".more", Tensor.ofInts(Shape.of(1), 1), DamagedData.class,
                QUERY);
        int[] twice = {1, 1};
        check.fails("a column twice in a row", DamagedData.class, () -> new SparseDelta(1, Map.of(QUERY,
                new SparseDelta.Rows(Tensor.ofInts(Shape.of(2), 0, 2), Tensor.ofInts(Shape.of(2), twice),
                        Tensor.ofFloats(Shape.of(2), 1, 1)))));

        Intervention shift = AdapterSamples.intervention(CONFIG, 2);
        for (String name : List.of("encoder.layer.01.vector", "encoder.layer..vector", "encoder.layer.x.vector",
                "layer.1.vector", "encoder.layer.99999.vector", "vector")) {
            wrong(check, name, shift, name, Tensor.ofFloats(Shape.of(40), new float[40]), DamagedData.class, name);
        }
        LowRankDelta low = AdapterSamples.lowRank(CONFIG, 2);
        String dense = "encoder.layer.1.output.dense";
        wrong(check, "ranks that differ", low, dense + ".up", Tensor.ofFloats(Shape.of(40, 9), new float[360]),
                DamagedData.class, dense);
        check.fails("a scale that is none", DamagedData.class,
                () -> new Intervention(Double.POSITIVE_INFINITY, Map.of(0, Tensor.ofFloats(Shape.of(1), 1))));
        check.fails("no vectors", DamagedData.class, () -> new Intervention(1, Map.of()));
    }

    private static <T extends TabitatException> T wrong(Check check, String what, Adapter adapter, String name,
            Tensor tensor, Class<T> type, String named) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(adapter.tensors());
        if (tensor == null) {
            tensors.remove(name);
        } else {
            tensors.put(name, tensor);
        }
        T e = check.fails(what, type,
                () -> AdapterFiles.read(AdapterFiles.config(adapter), new Safetensors(tensors, Map.of()).write()));
        check.isTrue(what + " is named: " + e.finding(), e.finding().where().contains(named));
        return e;
    }

    private static void refusedBases(Check check) {
        BertConfig narrow = new BertConfig(32, 2, 4, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
        BertConfig shallow = new BertConfig(40, 1, 4, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
        for (Adapter adapter : AdapterSamples.each(CONFIG, 8)) {
            Incompatible e = check.fails(adapter.type() + " on a narrow base", Incompatible.class,
                    () -> adapter.changes(Modules.of(narrow)));
            check.isTrue("module and shapes are named: " + e.finding(),
                    e.finding().where().contains("encoder.layer.") && !e.finding().expected().isEmpty()
                            && !e.finding().found().isEmpty());
            Incompatible f = check.fails(adapter.type() + " on a shallow base", Incompatible.class,
                    () -> adapter.changes(Modules.of(shallow)));
            check.isTrue("the layer is named: " + f.finding(), f.finding().where().contains("encoder.layer.1"));
            check.fails("in a stack of weight 0", Incompatible.class,
                    () -> stack(adapter, 0).steps(Modules.of(shallow)));
        }
        Incompatible e = check.fails("a module without weights", Incompatible.class,
                () -> AdapterSamples.lora(shallow, 4, 1).changes(MODULES));
        check.isTrue("it is named: " + e.finding(), e.finding().where().contains("encoder.layer.1.attention.self"));
    }

    private static void specs(Check check) {
        AdapterSpec lora = AdapterSpec.of("mine:1", AdapterSamples.lora(CONFIG, 4, 1), MODULES, DIGEST);
        check.equal("type", AdapterType.LORA, lora.adapterType());
        check.equal("rank", 4L, lora.rank());
        check.near("scale", 2, lora.scale(), 0);
        check.equal("layers", 4, lora.targetLayers().size());
        check.equal("as JSON and back", lora, AdapterSpec.fromJson(lora.toJson()));
        AdapterSpec sparse = AdapterSpec.of("s", AdapterSamples.sparse(CONFIG, 1), MODULES, DIGEST);
        check.isTrue("one in fifty: " + sparse.density(), sparse.density() > 0.01 && sparse.density() <= 0.02);
        check.equal("no rank", 0L, sparse.rank());
        check.equal("layers of a preference", List.of("encoder.layer.0", "encoder.layer.1"),
                AdapterSpec.of("i", AdapterSamples.intervention(CONFIG, 1), MODULES, DIGEST).targetLayers());
    }

    private static void selfTest(Check check) {
        check.isTrue("the reference is right", AdapterSelfTest.run(new ReferenceBackend()).passed());
        for (Class<? extends Op> forgotten : List.of(Op.LowRank.class, Op.SparseDelta.class, Op.Shift.class,
                Op.Activate.class)) {
            SelfTestReport report = AdapterSelfTest.run(new Forgetful(forgotten));
            check.isTrue("without " + forgotten.getName() + ": " + report,
                    !report.passed() && report.problem().isEmpty());
        }
        SelfTestReport none = AdapterSelfTest.run(new Forgetful(Op.Input.class));
        check.isTrue("a backend that cannot: " + none, !none.passed() && !none.problem().isEmpty());
    }

    /** The reference, but derived sessions pass over one kind of step; for inputs, they do not derive at all. */
    private record Forgetful(Class<? extends Op> forgotten) implements Backend {

        @Override
        public String id() {
            return "forgetful";
        }

        @Override
        public Session open(Graph graph, Map<String, Tensor> weights) {
            Session right = new ReferenceBackend().open(graph, weights);
            return new Session() {
                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                    return right.run(inputs);
                }

                @Override
                public Session derive(Graph other, Map<String, Tensor> added) {
                    return forgotten == Op.Input.class ? Session.super.derive(other, added)
                            : right.derive(without(other), added);
                }

                @Override
                public long memoryBytes() {
                    return right.memoryBytes();
                }

                @Override
                public void close() {
                    right.close();
                }
            };
        }

        private Graph without(Graph graph) {
            List<Node> nodes = new ArrayList<>();
            for (Node node : graph.nodes()) {
                boolean isForgotten = forgotten.isInstance(node.op());
                nodes.add(isForgotten
                        ? new Node(node.name(), new Op.Activate(Op.Activation.NONE), node.inputs().subList(0, 1))
                        : node);
            }
            return new Graph(nodes, graph.outputs());
        }
    }

    private static AdapterStack stack(Adapter adapter, double weight) {
        return AdapterStack.of(new AdapterStack.Entry("one", DIGEST, adapter, weight));
    }

    private static BertEncoder encoder(BertConfig config, Map<String, Tensor> tensors) {
        return BertContract.encoder(config, tensors);
    }

    /** The adapted encoder comes near what was written out by hand, and far from the base. */
    private static void compare(Check check, String what, BertByHand byHand, BertConfig config,
            Map<String, Tensor> base, AdapterStack stack) {
        double[] expected = byHand.embed(TEXT);
        float[] found = run(encoder(config, base), stack);
        for (int i = 0; i < expected.length; i++) {
            check.near(what + ", number " + i, expected[i], found[i], BOUND);
        }
        double same = cosine(new BertByHand(config, base).embed(TEXT), found);
        check.isTrue(what + " changes something: " + same, same < 0.9999);
    }

    /** One session of the base, and one of the stack over the same weights. */
    private static float[] run(BertEncoder encoder, AdapterStack stack) {
        AdaptedModel adapted = AdaptedModel.of(encoder.graph(), Modules.of(encoder.config()), stack);
        try (Session base = new ReferenceBackend().open(encoder.graph(), encoder.weights());
                Session session = base.derive(adapted.graph(), adapted.added())) {
            return session.run(BertContract.inputs(TEXT)).get(BertEncoder.EMBEDDINGS).toFloats();
        }
    }

    private static double cosine(double[] a, float... b) {
        double dot = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            x += a[i] * a[i];
            y += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(x * y);
    }
}
