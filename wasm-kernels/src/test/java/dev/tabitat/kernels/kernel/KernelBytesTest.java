package dev.tabitat.kernels.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.kernels.kernel.decoder.DecoderLibrary;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the bytes of every kernel and of every kernel library: a kernel whose source is only rewritten still gives the
 * same module.
 *
 * <p>
 * A digest here changes only together with an instruction that was meant to change; the commit says which one, and the
 * numeric contracts of the kernel still hold. Changed so far: {@code product_f32} no longer pushes and drops b,
 * {@code attention} has no unused variable, {@code mat_vec} no longer ands sizes with -1, {@code embedding_i8} no
 * longer shifts a row's place by zero, the libraries have the kernels of encoders that came after BERT.
 */
class KernelBytesTest {

    /** SHA-256 by module. */
    private static final Map<String, String> DIGESTS = digests("""
            attention TWO_STEPS: cbdc33cd2c94caac48b8983a52937aae163b37a525c5bcf1dbbfb84a7df28369
            gelu_rows TWO_STEPS: 6a914505e7460137613323bee70a2a680daa4623ec6e900dbb50cca9a85b6d14
            product_f32 TWO_STEPS: 45b8bda788db6734b2b3b96e1bbf7682399499070a74a2c7afa577679519165d
            attention RELAXED: 771f28b9c3f6594ee37d5f1de2d773bb246b02be110a72e80a9cb9c892e58938
            gelu_rows RELAXED: 21412a7e467483945a2a2de5f8ef51e22761893cc835c016dd69ff7772eb098c
            product_f32 RELAXED: 47b06f426b6de19888dab744407c64f7d08af5aa887d76a72acb383964c7b04e
            linear_i8 RELAXED_32: 172eb28eb5b5141eb88c3d1c6d3a399e1675061f068d7af2ae64712e9236ecc9
            quantize_rows RELAXED_32: eb0f91902c62a122190183aba89b3912c859b91d8afe859c371b49136f87f4ed
            scan_i8 RELAXED_32: 2801485e4f38dec7bb7d12297faee4bd46e0de9921b27a2a58ba25d2a96cfc43
            linear_i8 RELAXED_16: e51d3b5fc3d79a9c8cdcc1735cbdf025bd038ac42818aff1770b794017aacd13
            quantize_rows RELAXED_16: eb0f91902c62a122190183aba89b3912c859b91d8afe859c371b49136f87f4ed
            scan_i8 RELAXED_16: 26151688093c72b9aace7e137824d683a539f5f95a55dfaaa7d934ee2fb33df0
            linear_i8 PLAIN: bd2eba7240db885dd926233be9cefb8953882102f49ed5d50a561a67c59dfedf
            quantize_rows PLAIN: 4281df4e0ad239a7df30c416c38aba7d022857589fca95fcec7e654c17340240
            scan_i8 PLAIN: 7a023939bd0d276e8c5b1885621f179fe4144e4f998596af27a5ca9b94929799
            gelu: 8cb67b08d4e388b3fbba9efc0b31214d367690df938fec4b75a596f1eec8799c
            linear_f32: bdbcf80c3ab65a1ca5d6fc8cec9007f32deb2a33517d0c4e21a223f350e68cad
            low_rank: 3aa612ffe4c099316eba004a55848d13603e353d8da2b421b35f79778e3cd02e
            softmax: aecc3d716cb8a584cbd90557e624ea00af210940ee0259d47df57bcd3cde8d3c
            exp: 4caccd8a75737a168d00477c5853100fb29b39cb726413441f4777da9ec93e52
            layer_norm: 3a4f95f683e26da43162f2c587fb75a38437d7c74eddaead7168edac3cfb7667
            mat_vec: 8203f93c86e59b9fbe6a8445cdf1af67f79fcd6d4c7d9aad5ee3dd568256a31d
            nearest_f32: 49d8bf0bd9b9f2db5caa3118aa635264e31f44ce7d0159502ec23538421e211c
            mean_rows: 69ced1a028a9bbe61f053d112a591bfc913ade31f281cf551f2aa9ce2b240a16
            normalize_rows: b9d49d3f1745df03ba06a41a1a873b5c31590130ebaa3f6a8cb26a2a10bd5408
            sparse_delta: 02925a39229170284a0cb61d5c815a2a89e5379950af47f039a476d9d03ebc1a
            sparse_rows_u8: 1f865ddcc6b00db52eb7b5a6d9c60de3dd8379681cea48875d143d746f764f76
            sparse_rows_i32: 9f4f4438fa59a0ad10a60266214c276302f7a08b72689c7971b6a0905473f227
            embedding_f32: 66a6c72f0a356ef8a31788c0750e1ffe1324d23365a7d4ec1a02ddd9a027c643
            embedding_i8: 0051e46f6b37dc5ebdbf3ba6f83d553bd7dbd6b12b3a1b66b30cb58a155e8abd
            copy: be51e7502f51f104164c622cb366c9f942e121ee54ca8a7b094b7a8b00ba4045
            zero: 29ddcc0b36c2006f5c2df67a6f3f4113342451e64669c346ca3daa3d08c77494
            relu: 9ed97abdd7ca92e0887c45aaa4588a2640cc79300d76e4607203b2836838a5dc
            shift: 8bc1b72754a70889ec9f2b85c5f8f41ca6c884a8d55d0b329049028ca9ea47c1
            read_all: 5b713665866ab47bae351b5dd31fe17b4b82cb3a4008152e951ffad4294c3652
            copy_all: ccc9241f51e037292c79e8a381be4fd1a4426ea9e33bfa552e5e35c1b2bce0bb
            barrier unshared: dc7e1e301a2c1d98829ae3ee09c972379ea66112ad83174ecbe063a7f0023c64
            barrier shared: ccbd7cfa53deb0cf8b3fdd809ac4f9b0d8033779dfa03c952f9a3cb162ca09d8
            serve: 238b2208d2a596f8fd7469ef5ba5bb3a59e5ff0d73df90558baf9051db13e31e
            publish: f515d3523951f0576c369931a525dd3c087121666bd6227ce0e44085a3334423
            fail: ed5b43de1033e81f00e77f741da22ebb629fc077a7c2e797633a64073275f586
            run_program: 3354c3352eca7a4c61ac964be5b8d281d4706d0ede542c8357eb9f85376071fb
            threads: a4beb70709ea9cde3fa79fb7cef3817442ab5eaee9ca4bbb1ee541e94bfc2717
            LOCAL attention TWO_STEPS: 77cb44139e4c138aff6dbe096519ea793baeb6cef5889c4c6a95c9dcd608cc4f
            BIASED attention TWO_STEPS: da9dd52266eed40d4a142298d3801b9cf6824c2da12368320ce700963f023266
            DISENTANGLED attention TWO_STEPS: ae88aa128d12b5826af5b0b94194e09d15aa21e23c951b5b7430d7adc55caf5c
            activate TWO_STEPS: 14a94355e241914f7b0643ee8fa3cb99ea3ed11f565eb20cd9847d280e41e60d
            LOCAL attention RELAXED: afaede5968d3354424d4951b1d92bf05f0250e7a57141cab668043304ef93fc2
            BIASED attention RELAXED: dc35da54ce2f3750824996db9f53d401d3c654caa1b240a97e5906501425367d
            DISENTANGLED attention RELAXED: 94a2c264826df75552daffb0835c2e4aaffe84947d7fe5a62611bac94257b6ee
            activate RELAXED: 566dd671aca1521315203094de459757cec91a37125462925071630f177aeca4
            add: 41aab5251da373df3a9d02549e6e6e5779563a507503ce5a4bdb663c4c5aa8a6
            copy_columns: 562151ee3939c08fed754e7c58c77c57624979e61290dd7c0019a6ead18d6243
            multiply_columns: d9ada0ccb1e4d614d498b2aedd2a385e68599d69073b36a3b9375a183adb7d4e
            max_rows: f7cdd107b86a785d5e75b0cd144208cd85e6f86ac100507c11b0f85e520e5751
            weighted_mean_rows: 29dcab02d4140a8b30b82bdf9a58531fc2ebc11798492b0b361d7f7bf40fabbf
            rotate: dc93c8a8c01ce8904d55a292a8f3a625ef82e158b277bc4c6e4e0afa886d127e
            lookup_f32: cdd7437a3a38ee9c34af7fef066cc57a21eef7f7e7c8ec531a978add211d025d
            lookup_i8: 4cdf53af1aaa21b3ed081b58cd587808cf863fd38d6dafdac662831302c572f0
            library RELAXED_32: 872cb94ec3465e07b5e2764b4d9ff7aa83d76ee72d5e24e4b72d8ddb3a118c4b
            shared library RELAXED_32: 7579b55b9d49af579c6c43b5b6ce396d906c6c820b6ee6a9872b207d397353e5
            library RELAXED_16: 0a654d2e44896552740b8b90103188a9d1f99e42cb1f07d370dc2b53e7e8d241
            shared library RELAXED_16: 266980d2de2a05c997e0ef97876af842d7ce544402cd84c60fdad5e0e4861dca
            library PLAIN: 136a0df74bf20aee09c0a77c11c8c0fe91992cb405ef8ebb403237a1130a072a
            shared library PLAIN: 563dc0dc8d91527286fdb3eddb4e4336883b0ca8dab9cd8ddf2f94f7ec8a31a7
            pack_transposed: 80ab9afb764a677656ba4629d3188364b9f19bc1e959b83bcd8862d7bfd01ffb
            pack_panels: 38b0e2031958b549f9b2101cc241b765c12e63130c0dd4d08ac375068c3523c1
            pack_sums: 89a720f9e550da9960c056d58f0eb457f548dbfac3f14e6e39f8a4a4cfdcd925
            first_not_finite: 72961ba83d8778f4bd75c2d892e249000634ed30e27bf5951b0a0b39fdd6a645
            packing: 0dc09145bd82d91d861ec5507afe1eec526083d9022cb6841bd31e0919b4878b
            shared packing: 806c042f24c075b251796cb9f565dbe97c7361b700e6d4e281ff4fa49fb84802
            decoder library ONE: f1ed241fab42ae69daed691610d5dc0101d41ef235338d1913c0e1aebc253448
            shared decoder library ONE: a01f8935e3ea0d5e4635c20edcc3a8fd71ef5541d0de207b202e5a064146986a
            decoder library TWO: cb9e7d401e75b9c4145b62a25e0b2261423cc8a306f98454417e4c8df132862b
            shared decoder library TWO: d12c6ccc6732141800f2130e05ce3681e1fe4182f6376c4ba195f4cf4c77fe75
            decoder library PAIRS: 80ef94d99725da5aaa1847cd289f69dfe726015b07d22cfbd16459858a493e26
            shared decoder library PAIRS: e178a347d02cfbea022070127c0b1613f243b5837f551933513e0620fdd17765
            decoder library PLAIN: 243a0c0d65f5c3b53e8db1efb7501449217ef018124fba4bf8864d1b51679ec2
            shared decoder library PLAIN: 5b26250c97c8c9e1e9516a11d165bbd75b6c3108d265d85e2502a95708e3f3de
            decoder packing: 27d5b5c4edf2b6b00fb84a9f941dd1b2355c9a4b3c784234272914b02604d1a8
            shared decoder packing: 520ad6aef570191139a4372ae10389747eae1b6cb66a36d5ad664b368be78fcb
            """);

    @TestFactory
    Stream<DynamicTest> everyModuleHasItsKnownBytes() {
        return modules().entrySet().stream().map(module -> DynamicTest.dynamicTest(module.getKey(),
                () -> assertEquals(DIGESTS.get(module.getKey()), digest(module.getValue()))));
    }

    @Test
    void everyDigestBelongsToAModule() {
        assertEquals(new TreeSet<>(modules().keySet()), new TreeSet<>(DIGESTS.keySet()));
    }

    /** The modules: each kernel alone, with the functions that it calls as imports, then all kernels in one library. */
    static Map<String, byte[]> modules() {
        Map<String, byte[]> modules = new LinkedHashMap<>();
        for (MultiplyAdd madd : MultiplyAdd.values()) {
            for (Attention.Form form : Attention.Form.values()) {
                String name = form == Attention.Form.GLOBAL ? "attention " : form + " attention ";
                modules.put(name + madd, alone(module -> Attention.define(module, form, product(module), madd)));
            }
            modules.put("activate " + madd, alone(module -> Activations.define(module, madd)));
            modules.put("gelu_rows " + madd, alone(module -> Gelu.define(module, madd)));
            modules.put("product_f32 " + madd, alone(module -> ProductF32.define(module, madd)));
        }
        for (Int8Dot dot : Int8Dot.values()) {
            modules.put("linear_i8 " + dot, alone(module -> LinearI8.define(module, dot, gelu(module))));
            modules.put("quantize_rows " + dot, alone(module -> QuantizeRows.define(module, dot)));
            modules.put("scan_i8 " + dot, alone(module -> ScanI8.define(module, dot)));
        }
        modules.put("gelu", alone(module -> Gelu.defineAll(module, gelu(module))));
        modules.put("linear_f32", alone(module -> {
            Function product = product(module);
            return LinearF32.define(module, product, gelu(module));
        }));
        modules.put("low_rank", alone(module -> LowRankF32.define(module, product(module))));
        modules.put("softmax", alone(module -> Softmax.define(module, imported(module, "exp", vectorToVector()))));
        modules.put("exp", alone(Softmax::defineExp));
        modules.put("layer_norm", alone(LayerNorm::define));
        modules.put("mat_vec", alone(MatVecF32::define));
        modules.put("nearest_f32", alone(NearestF32::define));
        modules.put("mean_rows", alone(Rows::defineMean));
        modules.put("normalize_rows", alone(Rows::defineNormalize));
        modules.put("sparse_delta", alone(SparseDeltaF32::define));
        for (SparseRowsF32.Columns columns : SparseRowsF32.Columns.values()) {
            modules.put(columns.function(), alone(module -> SparseRowsF32.define(module, columns)));
        }
        modules.put("embedding_f32", alone(module -> Embedding.define(module, false)));
        modules.put("embedding_i8", alone(module -> Embedding.define(module, true)));
        modules.put("copy", alone(Elementwise::defineCopy));
        modules.put("zero", alone(Elementwise::defineZero));
        modules.put("relu", alone(Elementwise::defineRelu));
        modules.put("shift", alone(Elementwise::defineShift));
        modules.put("add", alone(Elementwise::defineAdd));
        modules.put("copy_columns", alone(Elementwise::defineCopyColumns));
        modules.put("multiply_columns", alone(Elementwise::defineMultiplyColumns));
        modules.put("max_rows", alone(Rows::defineMax));
        modules.put("weighted_mean_rows", alone(Rows::defineWeightedMean));
        modules.put("rotate", alone(Rotary::define));
        modules.put("lookup_f32", alone(module -> Lookup.define(module, false)));
        modules.put("lookup_i8", alone(module -> Lookup.define(module, true)));
        modules.put("read_all", alone(Bandwidth::defineRead));
        modules.put("copy_all", alone(Bandwidth::defineCopy));
        modules.put("barrier unshared", alone(module -> Barrier.define(module, false)));
        modules.put("barrier shared", alone(module -> Barrier.define(module, true)));
        modules.put("serve",
                alone(module -> WorkerLoop.defineServe(module, imported(module, "run", FunctionType.takingI32(2)))));
        modules.put("publish", alone(WorkerLoop::definePublish));
        modules.put("fail", alone(WorkerLoop::defineFail));
        modules.put("run_program", alone(module -> {
            Function none = imported(module, "none", FunctionType.takingI32(0));
            return Program.define(module, List.of(none, product(module), gelu(module)));
        }));
        modules.put("threads", ThreadModule.bytes());
        modules.put("pack_transposed", alone(WeightPacking::defineTransposed));
        modules.put("pack_panels", alone(WeightPacking::definePanels));
        modules.put("pack_sums", alone(WeightPacking::defineSums));
        modules.put("first_not_finite", alone(WeightPacking::defineNotFinite));
        modules.put("packing", WeightPacking.module("env", "memory", false));
        modules.put("shared packing", WeightPacking.module("env", "memory", true));
        for (Int8Dot dot : Int8Dot.values()) {
            modules.put("library " + dot, KernelLibrary.module("env", "memory", dot, false));
            modules.put("shared library " + dot, KernelLibrary.module("env", "memory", dot, true));
        }
        for (BlockDot dot : BlockDot.values()) {
            modules.put("decoder library " + dot, DecoderLibrary.module("env", "memory", BlockDots.of(dot), false));
            modules.put("shared decoder library " + dot,
                    DecoderLibrary.module("env", "memory", BlockDots.of(dot), true));
        }
        modules.put("decoder packing", DecoderLibrary.packingModule("env", "memory", false));
        modules.put("shared decoder packing", DecoderLibrary.packingModule("env", "memory", true));
        return modules;
    }

    private interface Definition {
        Function in(WasmModule module);
    }

    private static byte[] alone(Definition definition) {
        WasmModule module = new WasmModule().importMemory("env", "memory", 0);
        return module.export(definition.in(module)).toBytes();
    }

    private static Function product(WasmModule module) {
        return imported(module, "product", FunctionType.takingI32(9));
    }

    private static Function gelu(WasmModule module) {
        return imported(module, "gelu", FunctionType.takingI32(3));
    }

    private static Function imported(WasmModule module, String name, FunctionType type) {
        return module.importFunction("env", name, type);
    }

    private static FunctionType vectorToVector() {
        return FunctionType.taking(ValueType.V128).giving(ValueType.V128);
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Lines of a module's name, a colon and its digest. */
    private static Map<String, String> digests(String lines) {
        Map<String, String> digests = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            digests.put(line.substring(0, colon), line.substring(colon + 2));
        });
        return digests;
    }
}
