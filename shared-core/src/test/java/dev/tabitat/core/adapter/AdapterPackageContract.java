package dev.tabitat.core.adapter;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.text.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** An adapter is an artifact of its base, belongs to no other, and a stack of them is planned before it is made. */
public final class AdapterPackageContract {

    private static final BertConfig CONFIG = BertContract.config(Op.Pooling.MEAN);
    private static final Modules MODULES = Modules.of(CONFIG);
    private static final Digest DIGEST = Digest.of(new byte[]{1});
    private static final long MB = 1_000_000;

    private AdapterPackageContract() {
    }

    public static List<Contract> all() {
        return List.of(
                Contract.of("adapter: as a package its subject is its base", AdapterPackageContract::packages),
                Contract.of("adapter: manifests that contradict themselves are refused",
                        AdapterPackageContract::hostile),
                Contract.of("adapter: it belongs to one base, one layout, one tokenizer",
                        AdapterPackageContract::belonging),
                Contract.of("planner: memory, time and verdict of a stack", AdapterPackageContract::plans),
                Contract.of("planner: refusals come first, figures must be figures", AdapterPackageContract::refusals));
    }

    /** A base of the given name whose tensors and tokenizer have these digests. */
    public static Manifest base(String tag, Digest layout, Digest tokenizer) {
        byte[] config = Utf8.encode("{}");
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, "1");
        notes.put(PackageAnnotations.NAME, "base");
        notes.put(PackageAnnotations.TAG, tag);
        notes.put(PackageAnnotations.TENSOR_LAYOUT, layout.toString());
        notes.put(PackageAnnotations.TOKENIZER, tokenizer.toString());
        return new Manifest(MediaTypes.MODEL,
                new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()),
                List.of(Descriptor.ofFile(MediaTypes.WEIGHT, ModelPackage.WEIGHTS, new byte[]{1, 2})), Optional.empty(),
                notes);
    }

    private static AdapterPackage pack(Adapter adapter, Manifest base) {
        return AdapterPackage.of(
                new AdapterPackage.Facts(new PackageName("mine", "1"), "Mine", "Knows our words.", "MIT", ""), adapter,
                base, base.bytes(), MODULES,
                Map.of("LICENSE", Utf8.encode("MIT License"), "README.md", Utf8.encode("# Mine")));
    }

    private static void packages(Check check) {
        Digest layout = TensorLayout.digest(BertContract.tensors(3));
        Manifest base = base("q8", layout, DIGEST);
        for (Adapter adapter : AdapterSamples.each(CONFIG, 3)) {
            AdapterPackage made = pack(adapter, base);
            Manifest read = Manifest.read(made.manifest().bytes());
            check.equal("manifest", made.manifest(), read);
            check.isTrue("of an adapter", read.isAdapter() && !base.isAdapter());
            check.equal("subject", base.digest(), read.subject().orElseThrow().digest());
            check.equal("its size", (long) base.bytes().length, read.subject().orElseThrow().size());
            check.equal("its type", MediaTypes.MANIFEST, read.subject().orElseThrow().mediaType());
            check.equal("base", base.digest().toString(), read.annotation(PackageAnnotations.BASE));
            check.equal("base's name", "base:q8", read.annotation(PackageAnnotations.BASE_NAME));
            check.equal("kind", adapter.type().id(), read.annotation(PackageAnnotations.ADAPTER_TYPE));
            check.equal("rank", Integer.toString(adapter.rank()), read.annotation(PackageAnnotations.ADAPTER_RANK));
            check.equal("layout", layout.toString(), read.annotation(PackageAnnotations.TENSOR_LAYOUT));
            check.equal("files", 4, read.layers().size());
            check.equal("the empty configuration",
                    "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                    read.config().digest().toString());
            check.equal("what is in it", adapter.tensors().keySet(),
                    AdapterPackage.read(ModelPackage.of(read, made.files())).tensors().keySet());
            check.equal("the same bytes", made.manifest().digest(), pack(adapter, base).manifest().digest());
            check.equal("no reason against it", List.of(), Compatibility.check(read, base, base.digest()));
        }
        Lora lora = AdapterSamples.lora(CONFIG, 3, 3);
        AdapterPackage made = pack(lora, base);
        // Four modules of 40 by 40 at rank 3, padded to 4.
        check.equal("bytes in memory", Integer.toString(4 * 4 * 4 * 80),
                made.manifest().annotation(PackageAnnotations.ADAPTER_MEMORY));
        check.equal("products", Integer.toString(4 * 4 * 80),
                made.manifest().annotation(PackageAnnotations.ADAPTER_PRODUCTS));
        StackPlanner.Item claimed = StackPlanner.claimed(made.manifest(), 0.5, List.of());
        StackPlanner.Item here = StackPlanner.Item.of(new AdapterStack.Entry("mine:1", DIGEST, lora, 0.5), MODULES);
        check.equal("what it claims is what it is", here.bytes() + ", " + here.productsPerToken(),
                claimed.bytes() + ", " + claimed.productsPerToken());
        check.equal("and is only a claim", Known.CLAIMED, claimed.how());
        for (String wrong : List.of("", "-1", "1.5", "1234567890123456", "many")) {
            Manifest odd = Manifest.read(Utf8.encode(Utf8.decode(made.manifest().bytes())
                    .replace("adapter-memory\":\"5120", "adapter-memory\":\"" + wrong)));
            check.fails("memory as " + wrong, DamagedData.class, () -> StackPlanner.claimed(odd, 1, List.of()));
        }
        check.fails("a document in place of the weights", InvalidInput.class, () -> AdapterPackage.of(
                new AdapterPackage.Facts(new PackageName("mine", "1"), "", "", "MIT", ""), lora, base, base.bytes(),
                MODULES, Map.of(AdapterFiles.WEIGHTS, new byte[1])));
        check.fails("another base's adapter", Incompatible.class,
                () -> AdapterPackage.of(new AdapterPackage.Facts(new PackageName("mine", "1"), "", "", "MIT", ""), lora,
                        base, base.bytes(),
                        Modules.of(new BertConfig(32, 2, 4, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12)), Map.of()));
        Map<String, String> notes = new LinkedHashMap<>(base.annotations());
        notes.put(PackageAnnotations.LICENCE, "CC-BY-NC-ND-4.0");
        Manifest closed = new Manifest(MediaTypes.MODEL, base.config(), base.layers(), Optional.empty(), notes);
        check.fails("a base whose licence allows no descendants", Refused.class, () -> pack(lora, closed));
    }

    private static void hostile(Check check) {
        Manifest base = base("q8", DIGEST, DIGEST);
        String text = Utf8.decode(pack(AdapterSamples.lora(CONFIG, 4, 3), base).manifest().bytes());
        String digest = base.digest().toString();
        refused(check, DamagedData.class, text, "\"dev.tabitat.base\":\"" + digest, "\"dev.tabitat.base\":\"" + DIGEST);
        refused(check, DamagedData.class, text, "\"subject\"", "\"object\"");
        refused(check, DamagedData.class, text, "dev.tabitat.tokenizer", "dev.tabitat.other");
        refused(check, DamagedData.class, text, "dev.tabitat.adapter-type", "dev.tabitat.other");
        refused(check, DamagedData.class, text, "sha256:44136fa3", "sha256:54136fa3");
        refused(check, Unsupported.class, text, "vnd.oci.empty.v1", "vnd.oci.empty.v2");
        refused(check, Unsupported.class, text, "tabitat.adapter.v1", "tabitat.adapter.v2");
        refused(check, Unsupported.class, text, "application/vnd.dev.tabitat.adapter.v1", MediaTypes.MODEL);
    }

    private static <T extends TabitatException> void refused(Check check, Class<T> type, String text, String from,
            String to) {
        String changed = text.replace(from, to);
        check.isTrue(from + " is in the manifest", !changed.equals(text));
        check.fails(from + " as " + to, type, () -> Manifest.read(Utf8.encode(changed)));
    }

    private static void belonging(Check check) {
        Digest other = Digest.of(new byte[]{2});
        Manifest base = base("q8", DIGEST, DIGEST);
        Manifest adapter = pack(AdapterSamples.lora(CONFIG, 4, 3), base).manifest();
        check.equal("another version", List.of("other_base"), codes(adapter, base("q9", DIGEST, DIGEST)));
        check.equal("another layout", List.of("other_base", "other_layout"), codes(adapter, base("q8", other, DIGEST)));
        check.equal("another tokenizer", List.of("other_base", "other_tokenizer"),
                codes(adapter, base("q8", DIGEST, other)));
        Map<String, String> fewer = new LinkedHashMap<>(base.annotations());
        fewer.remove(PackageAnnotations.TOKENIZER);
        Manifest silent = new Manifest(base.artifactType(), base.config(), base.layers(), base.subject(), fewer);
        check.equal("a base that does not say", List.of("other_base", "unknown_base"), codes(adapter, silent));
        check.fails("nothing to agree with", InvalidInput.class, () -> pack(AdapterSamples.lora(CONFIG, 4, 3), silent));
        Compatibility.require(adapter, base, base.digest());
        Incompatible e = check.fails("required", Incompatible.class,
                () -> Compatibility.require(adapter, base("q9", DIGEST, DIGEST), other));
        check.isTrue("both are named: " + e.finding(),
                e.finding().expected().contains("base:q8") && e.finding().found().contains("base:q9"));
        check.isTrue("in words", Compatibility.check(adapter, silent, other).get(0).toJson().string("reason")
                .startsWith("It was made for another base"));
    }

    private static List<String> codes(Manifest adapter, Manifest base) {
        List<String> codes = new java.util.ArrayList<>();
        for (Refusal refusal : Compatibility.check(adapter, base, base.digest())) {
            codes.add(refusal.toJson().string("code"));
        }
        return codes;
    }

    private static StackPlanner.Base planned(OptionalDouble p95, boolean isQuantized) {
        return new StackPlanner.Base("base:q8",
                List.of(new FitTerm(FitTerm.Name.WEIGHTS, 20 * MB, Known.CHECKED),
                        new FitTerm(FitTerm.Name.ACTIVATIONS, 5 * MB, Known.ESTIMATED)),
                1000, isQuantized, p95);
    }

    private static StackPlanner.Budget budget(long memory, double ms) {
        return new StackPlanner.Budget(memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
                ms == 0 ? OptionalDouble.empty() : OptionalDouble.of(ms), 10 * MB);
    }

    private static void plans(Check check) {
        List<StackPlanner.Item> items = List.of(new StackPlanner.Item("a", 1, 3 * MB, Known.CHECKED, 40, List.of()),
                new StackPlanner.Item("b", -1, 2 * MB, Known.CLAIMED, 10, List.of()));
        StackPlanner.Base base = planned(OptionalDouble.of(10), true);
        // 20 + 5 + 5 of adapters + 10 loaded + 3 of margin; 10 ms · (1 + 4 · 50 / 1000).
        StackPlanner.Plan plan = StackPlanner.plan(base, items, budget(100 * MB, 20), OptionalDouble.empty(),
                OptionalLong.empty());
        check.equal("bytes", 43 * MB, plan.memory().totalBytes());
        check.near("ms", 12, plan.p95Ms().getAsDouble(), 1e-9);
        check.equal("estimated", Known.ESTIMATED, plan.latency());
        check.equal("fits", StackPlanner.Verdict.FITS, plan.verdict());
        check.equal("in floats", "10.5",
                "" + StackPlanner
                        .plan(planned(OptionalDouble.of(10), false), items, budget(100 * MB, 20),
                                OptionalDouble.empty(), OptionalLong.empty())
                        .p95Ms().getAsDouble());
        check.equal("tight", StackPlanner.Verdict.TIGHT, StackPlanner
                .plan(base, items, budget(45 * MB, 20), OptionalDouble.empty(), OptionalLong.empty()).verdict());
        StackPlanner.Plan large = StackPlanner.plan(base, items, budget(42 * MB, 20), OptionalDouble.empty(),
                OptionalLong.empty());
        check.equal("too large", StackPlanner.Verdict.TOO_LARGE, large.verdict());
        check.equal("why", "It needs 43 MB; 42 MB are there.", large.reason());
        StackPlanner.Plan slow = StackPlanner.plan(base, items, budget(100 * MB, 11.5), OptionalDouble.empty(),
                OptionalLong.empty());
        check.equal("too slow", "One run of twenty takes longer than 12.0 ms (estimated); the budget is 11.5 ms.",
                slow.reason());
        StackPlanner.Plan measured = StackPlanner.plan(base, items, budget(100 * MB, 11.5), OptionalDouble.of(11),
                OptionalLong.of(6 * MB));
        check.equal("measured", Known.MEASURED, measured.latency());
        check.equal("a measurement counts", StackPlanner.Verdict.FITS, measured.verdict());
        check.equal("of memory, too", 44 * MB + 100_000, measured.memory().totalBytes());
        check.equal("no memory known", StackPlanner.Verdict.UNKNOWN,
                StackPlanner.plan(base, items, budget(0, 20), OptionalDouble.empty(), OptionalLong.empty()).verdict());
        StackPlanner.Plan untimed = StackPlanner.plan(planned(OptionalDouble.empty(), true), items,
                budget(100 * MB, 20), OptionalDouble.empty(), OptionalLong.empty());
        check.equal("no time known", StackPlanner.Verdict.UNKNOWN, untimed.verdict());
        check.isTrue("and none shown", !untimed.toJson().object("latency").has("p95_ms"));
        check.equal("no time asked", StackPlanner.Verdict.FITS,
                StackPlanner.plan(planned(OptionalDouble.empty(), true), items, budget(100 * MB, 0),
                        OptionalDouble.empty(), OptionalLong.empty()).verdict());
        StackPlanner.Plan alone = StackPlanner.plan(base, List.of(), budget(100 * MB, 20), OptionalDouble.empty(),
                OptionalLong.empty());
        check.equal("the base alone was measured", Known.MEASURED, alone.latency());
        check.equal("as JSON", "[\"a\",\"b\"]",
                "[\"" + plan.toJson().array("adapters").objects().get(0).string("adapter_id") + "\",\""
                        + plan.toJson().array("adapters").objects().get(1).string("adapter_id") + "\"]");
        check.equal("products of an encoder's token", 2L * (4 * 1600 + 2 * 40 * 72), MODULES.productsPerToken());
    }

    private static void refusals(Check check) {
        Refusal refusal = new Refusal(Refusal.Code.OTHER_TOKENIZER, "x", "y");
        StackPlanner.Item unfit = new StackPlanner.Item("b", 1, 500 * MB, Known.CLAIMED, 10, List.of(refusal));
        StackPlanner.Plan plan = StackPlanner.plan(planned(OptionalDouble.empty(), true), List.of(unfit),
                budget(42 * MB, 20), OptionalDouble.empty(), OptionalLong.empty());
        check.equal("incompatible", StackPlanner.Verdict.INCOMPATIBLE, plan.verdict());
        check.equal("why", "b: The base reads texts in other pieces than those it was made for.", plan.reason());
        check.equal("the code is in the JSON", "other_tokenizer",
                plan.toJson().array("adapters").objects().get(0).array("refusals").objects().get(0).string("code"));
        check.fails("bytes below 0", InvalidInput.class,
                () -> new StackPlanner.Item("b", 1, -1, Known.CLAIMED, 10, List.of()));
        check.fails("nobody knows", InvalidInput.class,
                () -> new StackPlanner.Item("b", 1, 0, Known.UNKNOWN, 10, List.of()));
        check.fails("a base without products", InvalidInput.class,
                () -> new StackPlanner.Base("b", List.of(), 0, true, OptionalDouble.empty()));
        check.fails("a time that is none", InvalidInput.class, () -> planned(OptionalDouble.of(Double.NaN), true));
        check.fails("a budget that is none", InvalidInput.class, () -> budget(1, Double.POSITIVE_INFINITY));
    }
}
