package dev.tabitat.core.device;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the device profile and the fit promise. */
public final class DeviceContract implements Contract {

    @Override
    public String name() {
        return "device: profile, summary and fit";
    }

    @Override
    public void run(Check check) {
        aProfileComesBack(check);
        anAlteredProfileDoesNot(check);
        theSummarySaysOnlyWhatIsKnown(check);
        spreadsHaveMedians(check);
        bytesHaveWords(check);
        theFitAddsUp(check);
    }

    private void aProfileComesBack(Check check) {
        for (DeviceProfile profile : List.of(DeviceSamples.desktop(), DeviceSamples.silent())) {
            String text = JsonWriter.write(profile.toJson());
            DeviceProfile back = DeviceProfile.fromJson(JsonReader.readObject(text, JsonLimits.DEFAULT));
            check.equal("profile", profile, back);
            check.equal("facts", profile.facts(), back.facts());
            check.equal("text", text, JsonWriter.write(back.toJson()));
        }
        check.equal("the value of a measurement is its median", 10.0,
                DeviceSamples.desktop().fact("measured.matvec_gflops").orElseThrow().number().getAsDouble());
        check.isTrue("unknown memory is absent", !DeviceSamples.silent().toJson().has("available_memory_bytes"));
    }

    private void anAlteredProfileDoesNot(Check check) {
        JsonObject json = DeviceSamples.desktop().toJson();
        damaged(check, "another time", json.with("created_at_utc", "2026-11-24T09:30:00Z"));
        damaged(check, "no time", json.with("created_at_utc", "now"));
        damaged(check, "no digest", json.without("digest"));
        damaged(check, "more memory", json.with("available_memory_bytes", 1L << 40));
        damaged(check, "no memory", json.with("available_memory_bytes", 0));
        damaged(check, "an unknown member", json.with("serial_number", "1"));
        JsonObject facts = json.object("facts");
        JsonObject threads = facts.object("cpu.threads");
        for (JsonObject wrong : List.of(threads.with("value", 64), threads.with("value", JsonNull.NULL),
                threads.with("how", "guessed"), threads.with("how", "measured"), threads.with("n", 3),
                threads.without("source"), threads.with("unit", ""), threads.with("value", List.of(1)),
                threads.with("how", "unavailable"), threads.with("label", ""))) {
            damaged(check, "a fact like " + wrong, json.with("facts", facts.with("cpu.threads", wrong)));
        }
        damaged(check, "an id with capitals", json.with("facts", facts.with("CPU", threads)));
        check.fails("a newer version", Unsupported.class,
                () -> DeviceProfile.fromJson(json.with("profile_version", 2)));
        check.fails("a version that never was", DamagedData.class,
                () -> DeviceProfile.fromJson(json.with("profile_version", 0)));
    }

    private static void damaged(Check check, String what, JsonObject json) {
        check.fails(what, DamagedData.class, () -> DeviceProfile.fromJson(json));
    }

    private void theSummarySaysOnlyWhatIsKnown(Check check) {
        check.equal("desktop", "2 threads · SIMD · WebGPU (software) · 1.9 GB free · offline-ready",
                DeviceSummary.line(DeviceSamples.desktop()));
        check.equal("silent", "", DeviceSummary.line(DeviceSamples.silent()));
        check.equal("one thread", "1 thread", DeviceSummary.line(DeviceProfile.withoutMemory(DeviceSamples.AT,
                Map.of("cpu.threads", Fact.reported("Threads", JsonNumber.of(1), "", "test")), List.of())));
    }

    private void spreadsHaveMedians(Check check) {
        check.equal("odd", new MeasuredSpread(3, 1, 2, 9), MeasuredSpread.of(9, 1, 2));
        check.equal("even", new MeasuredSpread(4, 1, 2.5, 9), MeasuredSpread.of(3, 9, 1, 2));
        check.fails("none", InvalidInput.class, MeasuredSpread::of);
        check.fails("no number", InvalidInput.class, () -> MeasuredSpread.of(1, Double.NaN));
        check.fails("no end", InvalidInput.class, () -> MeasuredSpread.of(1, Double.POSITIVE_INFINITY));
    }

    private void bytesHaveWords(Check check) {
        words(check, 0, "0 bytes");
        words(check, 1, "1 byte");
        words(check, 999, "999 bytes");
        words(check, 1_000, "1 KB");
        words(check, 1_949, "1.9 KB");
        words(check, 9_949, "9.9 KB");
        words(check, 9_950, "10 KB");
        words(check, 108_900, "109 KB");
        words(check, 999_499, "999 KB");
        words(check, 999_500, "1 MB");
        words(check, 41_000_000, "41 MB");
        words(check, 1_900_000_000L, "1.9 GB");
        words(check, Long.MAX_VALUE, "9223 PB");
    }

    private static void words(Check check, long bytes, String words) {
        check.equal(bytes + " bytes", words, ByteCount.words(bytes));
    }

    private void theFitAddsUp(Check check) {
        FitArithmetic fit = fit(20_000_000, 10_000_000, OptionalLong.of(100_000_000));
        check.equal("total = weights + activations + loaded + a tenth of the first two", 38_000_000L,
                fit.totalBytes());
        check.equal("margin", new FitTerm(FitTerm.Name.MARGIN, 3_000_000, Known.ESTIMATED), fit.terms().get(3));
        check.equal("a small model has a margin of 1 MB", 1_000_000L,
                FitArithmetic.of(List.of(), OptionalLong.empty()).totalBytes());
        verdict(check, 47_500_000, FitArithmetic.Verdict.FITS);
        verdict(check, 47_499_999, FitArithmetic.Verdict.TIGHT);
        verdict(check, 38_000_000, FitArithmetic.Verdict.TIGHT);
        verdict(check, 37_999_999, FitArithmetic.Verdict.TOO_LARGE);
        check.equal("unknown memory", FitArithmetic.Verdict.UNKNOWN,
                fit(20_000_000, 10_000_000, OptionalLong.empty()).verdict());
        List<FitTerm> unknown = new ArrayList<>(List.of(new FitTerm(FitTerm.Name.ACTIVATIONS, 0, Known.UNKNOWN)));
        check.equal("an unknown term", FitArithmetic.Verdict.UNKNOWN,
                FitArithmetic.of(unknown, OptionalLong.of(100_000_000)).verdict());
        check.equal("an unknown term cannot make room", FitArithmetic.Verdict.TOO_LARGE,
                FitArithmetic.of(unknown, OptionalLong.of(1)).verdict());
        unknown.add(new FitTerm(FitTerm.Name.ACTIVATIONS, 0, Known.UNKNOWN));
        check.fails("a term twice", InvalidInput.class, () -> FitArithmetic.of(unknown, OptionalLong.empty()));
        check.equal("a run corrects an estimate, which stays",
                "{\"name\":\"weights\",\"bytes\":18,\"how\":\"measured\",\"estimated_bytes\":20}",
                JsonWriter.write(new FitTerm(FitTerm.Name.WEIGHTS, 20, Known.CLAIMED).measured(18).toJson()));
        check.equal("what nobody knew was never estimated", OptionalLong.empty(),
                new FitTerm(FitTerm.Name.ADAPTERS, 0, Known.UNKNOWN).measured(3).estimatedBytes());
        check.equal("JSON", "{\"terms\":[{\"name\":\"margin\",\"bytes\":1000000,\"how\":\"estimated\"}],"
                + "\"total_bytes\":1000000,\"available_bytes\":5000000,\"verdict\":\"fits\"}",
                JsonWriter.write(FitArithmetic.of(List.of(), OptionalLong.of(5_000_000)).toJson()));
    }

    private static void verdict(Check check, long available, FitArithmetic.Verdict expected) {
        check.equal("38 MB of " + available, expected,
                fit(20_000_000, 10_000_000, OptionalLong.of(available)).verdict());
    }

    private static FitArithmetic fit(long weights, long activations, OptionalLong available) {
        return FitArithmetic.of(List.of(new FitTerm(FitTerm.Name.WEIGHTS, weights, Known.CLAIMED),
                new FitTerm(FitTerm.Name.ACTIVATIONS, activations, Known.ESTIMATED),
                new FitTerm(FitTerm.Name.LOADED, 5_000_000, Known.MEASURED)), available);
    }
}
