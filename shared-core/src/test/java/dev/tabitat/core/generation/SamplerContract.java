package dev.tabitat.core.generation;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The sampler draws by its options, and the same everywhere; options are checked. */
public final class SamplerContract {

    private static final int DRAWS = 4_000;

    private SamplerContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("sampler: temperature 0 takes the best, of equals the first", SamplerContract::greedy),
                Contract.of("sampler: top-k, top-p, min-p and typical keep the tokens that they should",
                        SamplerContract::filters),
                Contract.of("sampler: draws have the probabilities of the temperature", SamplerContract::frequencies),
                Contract.of("sampler: penalties change tokens that came before", SamplerContract::penalties),
                Contract.of("sampler: a seed gives the same tokens on every platform", SamplerContract::seeds),
                Contract.of("sampler: options are read by Ollama's names and checked", SamplerContract::options));
    }

    private static Sampler sampler(Object... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "repeat_penalty";
        all[1] = 1;
        System.arraycopy(options, 0, all, 2, options.length);
        return new Sampler(GenerateOptions.read(JsonObject.of(all)).resolved(7, 4096));
    }

    /** Logits of these probabilities, in parts. */
    private static float[] logits(double... parts) {
        float[] logits = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            logits[i] = (float) Math.log(parts[i]);
        }
        return logits;
    }

    private static void greedy(Check check) {
        Sampler sampler = sampler("temperature", 0);
        check.equal("best", 1, sampler.next(new float[]{1, 3, 2}));
        check.equal("of equals the first", 1, sampler.next(new float[]{1, 3, 3}));
        check.equal("a forbidden one never", 2, sampler.next(new float[]{1, Float.NEGATIVE_INFINITY, 2}));
        check.fails("NaN", DamagedData.class, () -> sampler.next(new float[]{1, Float.NaN}));
        check.fails("infinity", DamagedData.class, () -> sampler.next(new float[]{1, Float.POSITIVE_INFINITY}));
        check.fails("all forbidden", InvalidInput.class,
                () -> sampler.next(new float[]{Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}));
    }

    private static Set<Integer> drawn(float[] logits, Object... options) {
        Sampler sampler = sampler(options);
        Set<Integer> drawn = new TreeSet<>();
        for (int i = 0; i < DRAWS; i++) {
            drawn.add(sampler.next(logits.clone()));
        }
        return drawn;
    }

    private static void filters(Check check) {
        float[] logits = logits(8, 40, 20, 2, 30);
        Object[] open = {"temperature", 1, "top_k", 0, "top_p", 1};
        check.equal("all", Set.of(0, 1, 2, 3, 4), drawn(logits, open));
        check.equal("top 2", Set.of(1, 4), drawn(logits, "temperature", 1, "top_k", 2, "top_p", 1));
        check.equal("top 1", Set.of(1), drawn(logits, "temperature", 1, "top_k", 1, "top_p", 1));
        check.equal("more than there are", 5, drawn(logits, "temperature", 1, "top_k", 99, "top_p", 1).size());
        check.equal("of equals the first", Set.of(0, 1),
                drawn(new float[]{0, 0, 0, 0}, "temperature", 1, "top_k", 2, "top_p", 1));
        check.equal("70 of 100", Set.of(1, 4), drawn(logits, "temperature", 1, "top_k", 0, "top_p", 0.69));
        check.equal("a little more", Set.of(1, 2, 4), drawn(logits, "temperature", 1, "top_k", 0, "top_p", 0.71));
        check.equal("nothing but the best", Set.of(1), drawn(logits, "temperature", 1, "top_k", 0, "top_p", 0));
        check.equal("half of the best", Set.of(1, 4),
                drawn(logits, "temperature", 1, "top_k", 0, "top_p", 1, "min_p", 0.51));
        check.equal("a tenth", Set.of(0, 1, 2, 4),
                drawn(logits, "temperature", 1, "top_k", 0, "top_p", 1, "min_p", 0.1));
        // Entropy 1.32: the distances are 1.21, .40, .29, 2.59 and .12.
        check.equal("the most typical", Set.of(4),
                drawn(logits, "temperature", 1, "top_k", 0, "top_p", 1, "typical_p", 0.2));
        check.equal("and the next", Set.of(2, 4),
                drawn(logits, "temperature", 1, "top_k", 0, "top_p", 1, "typical_p", 0.4));
        float[] some = logits(8, 40, 20, 2, 30);
        some[1] = Float.NEGATIVE_INFINITY;
        check.equal("a forbidden one never", Set.of(0, 2, 3, 4), drawn(some, open));
    }

    private static void frequencies(Check check) {
        for (double temperature : new double[]{0.5, 1, 2}) {
            Sampler sampler = sampler("temperature", temperature, "top_k", 0, "top_p", 1);
            int[] counts = new int[3];
            for (int i = 0; i < DRAWS; i++) {
                counts[sampler.next(logits(1, 4, 2))]++;
            }
            double[] parts = {1, Math.pow(4, 1 / temperature), Math.pow(2, 1 / temperature)};
            double sum = parts[0] + parts[1] + parts[2];
            for (int k = 0; k < 3; k++) {
                double p = parts[k] / sum;
                check.near("token " + k + " at " + temperature, p, counts[k] / (double) DRAWS,
                        5 * Math.sqrt(p * (1 - p) / DRAWS));
            }
        }
    }

    private static void penalties(Check check) {
        Sampler repeat = sampler("temperature", 0, "repeat_penalty", 2, "repeat_last_n", 2);
        float[] logits = {3, 2, -1, -1.5f};
        check.equal("nothing before", 0, repeat.next(logits.clone()));
        repeat.accept(0);
        check.equal("3 becomes 1.5", 1, repeat.next(logits.clone()));
        repeat.accept(1);
        repeat.accept(1);
        check.equal("0 is forgotten", 0, repeat.next(logits.clone()));
        repeat.accept(2);
        float[] penalised = {-9, -9, -1, -1.5f};
        check.equal("-1 becomes -2", 3, repeat.next(penalised));
        Sampler frequency = sampler("temperature", 0, "frequency_penalty", 0.6);
        frequency.accept(0);
        check.equal("3 becomes 2.4", 0, frequency.next(logits.clone()));
        frequency.accept(0);
        check.equal("3 becomes 1.8", 1, frequency.next(logits.clone()));
        Sampler presence = sampler("temperature", 0, "presence_penalty", 0.9);
        presence.accept(0);
        presence.accept(0);
        check.equal("3 becomes 2.1 once", 0, presence.next(logits.clone()));
        Sampler none = sampler("temperature", 0, "presence_penalty", 2, "repeat_last_n", 0);
        none.accept(0);
        check.equal("none counts", 0, none.next(logits.clone()));
        Sampler all = sampler("temperature", 0, "presence_penalty", 2, "repeat_last_n", -1);
        all.accept(0);
        for (int i = 0; i < 1000; i++) {
            all.accept(2);
        }
        check.equal("all count", 1, all.next(logits.clone()));
    }

    private static void seeds(Check check) {
        SplitMix64 random = new SplitMix64(3);
        Sampler one = sampler("temperature", 0.9, "seed", 11, "top_k", 0, "typical_p", 0.9, "min_p", 0.01);
        Sampler same = sampler("temperature", 0.9, "seed", 11, "top_k", 0, "typical_p", 0.9, "min_p", 0.01);
        Sampler other = sampler("temperature", 0.9, "seed", 12, "top_k", 0, "typical_p", 0.9, "min_p", 0.01);
        List<Integer> tokens = new ArrayList<>();
        boolean differs = false;
        for (int i = 0; i < 12; i++) {
            float[] logits = new float[500];
            for (int k = 0; k < logits.length; k++) {
                logits[k] = (float) (2 * random.nextGaussian());
            }
            int token = one.next(logits.clone());
            check.equal("the same seed", token, same.next(logits.clone()));
            differs |= other.next(logits.clone()) != token;
            tokens.add(token);
        }
        check.isTrue("another seed", differs);
        check.equal("tokens", "[45, 364, 69, 398, 229, 121, 343, 479, 444, 114, 172, 328]", tokens.toString());
    }

    private static void options(Check check) {
        GenerateOptions all = GenerateOptions.read(JsonObject.of("temperature", 0.5, "top_k", 3, "top_p", 0.7, "min_p",
                0.1, "typical_p", 0.9, "repeat_penalty", 1.2, "repeat_last_n", -1, "presence_penalty", -1,
                "frequency_penalty", 1.5, "seed", 5, "stop", "END", "num_predict", 9, "num_ctx", 99, "num_keep", 0));
        check.equal("read back", all, GenerateOptions.read(all.json()));
        check.equal("one stop", List.of("END"), all.stop());
        check.equal("defaults", GenerateOptions.DEFAULT,
                GenerateOptions.read(JsonObject.of("seed", JsonNull.NULL, "top_k", JsonNull.NULL)));
        for (Object[] wrong : new Object[][]{{"temperature", -1}, {"temperature", 11}, {"top_k", -1}, {"top_k", 1.5},
                {"top_p", 1.1}, {"min_p", -0.1}, {"typical_p", 2}, {"repeat_penalty", 0}, {"repeat_last_n", -2},
                {"presence_penalty", 2.1}, {"frequency_penalty", -2.1}, {"seed", 0.5}, {"seed", "x"}, {"stop", 1},
                {"stop", JsonArray.of(1)}, {"stop", ""}, {"num_predict", -3}, {"num_ctx", -1}, {"num_keep", -2},
                {"temperature", "hot"}, {"mirostat", 1}}) {
            InvalidInput refused = check.fails(wrong[0] + " " + wrong[1], InvalidInput.class,
                    () -> GenerateOptions.read(JsonObject.of(wrong)));
            check.isTrue("names it: " + refused.finding(), refused.finding().where().contains((String) wrong[0])
                    || refused.finding().found().contains((String) wrong[0]));
        }
    }
}
