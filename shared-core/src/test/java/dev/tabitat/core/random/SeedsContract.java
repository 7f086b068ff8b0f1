package dev.tabitat.core.random;

import dev.tabitat.core.breeding.Recipe;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.BreedingOperator;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.Genome;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.ProvJson;
import dev.tabitat.core.lineage.RunDecided;
import java.util.List;

/** Seeds of 64 bits survive canonical JSON; the number form is read only where it is exact. */
public final class SeedsContract {

    private static final Digest PARENT = Digest.of(new byte[]{1});
    private static final String AT = "2026-11-23T09:30:01.250Z";
    private static final long[] SEEDS = {0, 1, 7, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, 0x9E3779B97F4A7C15L,
            Long.MAX_VALUE, Long.MIN_VALUE, -1};

    private SeedsContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("seeds: the same draw after canonical JSON", SeedsContract::sameDraw),
                Contract.of("seeds: genomes and decisions keep them", SeedsContract::records),
                Contract.of("seeds: numbers are read where they are exact", SeedsContract::numbers),
                Contract.of("seeds: the PROV view has the form of its record", SeedsContract::views),
                Contract.of("seeds: other forms are refused", SeedsContract::refused));
    }

    private static JsonObject again(JsonObject json) {
        return JsonReader.readObject(CanonicalJson.text(json), JsonLimits.DEFAULT);
    }

    private static void sameDraw(Check check) {
        for (long seed : SEEDS) {
            Recipe recipe = new Recipe.Mutate(PARENT, 0.2, 0.1, seed);
            Recipe read = Recipe.read(again(recipe.toJson()));
            check.equal("recipe, seed " + seed, recipe, read);
            SplitMix64 expected = new SplitMix64(seed);
            SplitMix64 found = new SplitMix64(read.seed());
            for (int i = 0; i < 8; i++) {
                check.equal("draw " + i + ", seed " + seed, expected.nextLong(), found.nextLong());
            }
        }
        check.equal("the form", "\"9007199254740993\"",
                new Recipe.Mutate(PARENT, 0.2, 0.1, (1L << 53) + 1).toJson().get("seed").toString());
    }

    private static void records(Check check) {
        for (long seed : SEEDS) {
            Genome genome = new Genome("g:1", PARENT.toString(), "encoder-head", "schema", List.of(),
                    List.of(PARENT.toString()), BreedingOperator.MODEL_SOUP, seed, "",
                    List.of("bred"), "urn:x", AT);
            check.equal("genome, seed " + seed, genome, Genome.fromJson(again(genome.toJson())));
            RunDecided decided = new RunDecided("t", PARENT, seed, List.of(), List.of(), "", "", JsonObject.EMPTY);
            check.equal("decision, seed " + seed, decided, LineageRecord
                    .of(0, LineageRecord.NO_PREVIOUS, RunDecided.KIND, AT, again(decided.toJson())).typedBody());
        }
    }

    private static void numbers(Check check) {
        Recipe recipe = new Recipe.Mutate(PARENT, 0.2, 0.1, 7);
        check.equal("an old recipe", recipe, Recipe.read(again(recipe.toJson().with("seed", 7))));
        check.equal("the old form again", recipe.toJson().with("seed", 7), recipe.toJson(true));
        check.isTrue("an old recipe is known by its form",
                Seeds.isNumber(recipe.toJson(true), "seed") && !Seeds.isNumber(recipe.toJson(), "seed"));
        long most = (1L << 53) - 1;
        check.equal("the largest exact number", most, Seeds.read(JsonObject.of("seed", most), "seed"));
        check.equal("the smallest exact number", -most, Seeds.read(JsonObject.of("seed", -most), "seed"));
        // 2^53 may have been 2^53 + 1 before it was rounded.
        JsonObject json = recipe.toJson();
        for (long beyond : new long[]{most + 1, -most - 1, Long.MAX_VALUE}) {
            check.fails("number " + beyond, DamagedData.class, () -> Recipe.read(json.with("seed", beyond)));
            check.fails("old form of " + beyond, DamagedData.class,
                    () -> new Recipe.Mutate(PARENT, 0.2, 0.1, beyond).toJson(true));
        }
    }

    private static void views(Check check) {
        Genome genome = new Genome("g:1", PARENT.toString(), "encoder-head", "schema", List.of(),
                List.of(PARENT.toString()), BreedingOperator.MODEL_SOUP, 7, "",
                List.of("bred"), "urn:x", AT);
        JsonObject body = new DescendantBred(genome, Digest.of(new byte[]{2}), "t", "{\"operator\":\"mutate\"}", 1)
                .toJson();
        view(check, body, "\"7\"");
        view(check, body.with("genome", genome.toJson().with("random_seed", 7)), "7");
    }

    private static void view(Check check, JsonObject body, String form) {
        LineageRecord genesis = LineageChain.begin(new Genesis("tabitat/0.1.0", "0123456789abcdef"), AT);
        LineageRecord bred = LineageRecord.of(1, genesis.hash(), DescendantBred.KIND, AT, body);
        byte[] file = ProvJson.export(List.of(genesis, bred));
        check.isTrue("verifies, " + form, ProvJson.verify(file).ok());
        JsonObject document = JsonReader.readObject(file, JsonLimits.DEFAULT);
        check.equal("seed of the activity", form,
                document.object("activity").object("tabitat:breed-1").get("tabitat:seed").toString());
        String text = document.object("entity").object("tabitat:package-" + Digest.of(new byte[]{2}).hex())
                .string("tabitat:genome");
        check.equal("seed of the genome", form,
                JsonReader.readObject(text, JsonLimits.DEFAULT).get("random_seed").toString());
    }

    private static void refused(Check check) {
        for (String text : List.of("", " 7", "7 ", "+7", "07", "-0", "0x7", "7.0", "1e3", "seven",
                "9223372036854775808", "-9223372036854775809", "99999999999999999999")) {
            check.fails("\"" + text + "\"", DamagedData.class, () -> Seeds.read(JsonObject.of("seed", text), "seed"));
        }
        check.fails("a fraction", DamagedData.class, () -> Seeds.read(JsonObject.of("seed", 1.5), "seed"));
        check.fails("a list", DamagedData.class, () -> Seeds.read(JsonObject.of("seed", JsonArray.of(7)), "seed"));
        check.fails("null", DamagedData.class, () -> Seeds.read(JsonObject.of("seed", JsonNull.NULL), "seed"));
        check.fails("nothing", DamagedData.class, () -> Seeds.read(JsonObject.EMPTY, "seed"));
        check.isTrue("no error of its own", Seeds.of(JsonNumber.of(1.5)).isEmpty());
    }
}
