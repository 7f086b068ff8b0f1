package dev.tabitat.core.lineage;

import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes through one export and writes down what held; used once. */
final class ImportCheck {

    /** Exports grow with the runs that they hold: about 1.5 KB a run. */
    static final JsonLimits LIMITS = JsonLimits.DEFAULT;

    private final List<String> checked = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private final List<String> claimed = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<LineageRecord> records;
    private final ChainReport chain;

    private ImportCheck(List<LineageRecord> records) {
        this.records = records;
        this.chain = LineageChain.verify(records);
    }

    static ImportCheck of(byte[] file, JsonObject document) {
        JsonObject lineage = ProvJson.lineage(document);
        ImportCheck check = new ImportCheck(ProvJson.records(lineage));
        check.checkChain(lineage);
        if (check.chain.ok()) {
            check.checkView(document, (int) lineage.integer("tabitat:format_version"));
        }
        check.checkForm(file, document);
        check.tellWhatIsSaid();
        return check;
    }

    ImportReport report() {
        return new ImportReport("lineage", records.size(), chain.ok(), chain.head(), checked, measured, claimed,
                notices, problems);
    }

    private void checkChain(JsonObject lineage) {
        if (chain.ok()) {
            checked.add(records.size() == 1 ? "1 record begins the chain."
                    : records.size() + " records form one unbroken chain.");
        } else {
            problems.add("The chain is broken. " + chain.reason());
        }
        String head = lineage.string("tabitat:head");
        String last = records.get(records.size() - 1).hash().toString();
        if (head.equals(last)) {
            checked.add("The chain ends where the file says: " + last + ".");
        } else {
            problems.add("The file says that the chain ends at " + head + ", but it ends at " + last
                    + ". Records were cut off or added.");
        }
        for (String kind : chain.unknownKinds()) {
            notices.add("Records of the kind '" + kind + "' come from a newer version; they are kept, not read.");
        }
    }

    private void checkView(JsonObject document, int version) {
        JsonObject expected = ProvView.of(records, version);
        if (Arrays.equals(CanonicalJson.bytes(expected), CanonicalJson.bytes(document))) {
            checked.add("The provenance view says the same as the records.");
        } else {
            problems.add("The provenance view differs from the records at " + firstDifference(expected, document)
                    + ".");
        }
    }

    /** Where two documents differ first: a section, or a member of one. */
    private static String firstDifference(JsonObject expected, JsonObject found) {
        for (String section : expected.names()) {
            if (!(found.find(section).orElse(JsonNull.NULL) instanceof JsonObject there)) {
                return "/" + section;
            }
            JsonObject here = expected.object(section);
            for (String id : here.names()) {
                if (!there.find(id).equals(here.find(id))) {
                    return "/" + section + "/" + id;
                }
            }
            for (String id : there.names()) {
                if (!here.has(id)) {
                    return "/" + section + "/" + id;
                }
            }
        }
        for (String section : found.names()) {
            if (!expected.has(section)) {
                return "/" + section;
            }
        }
        return "/";
    }

    private void checkForm(byte[] file, JsonObject document) {
        if (ProvJson.isCanonical(file, document)) {
            checked.add("The file is in canonical form, byte for byte.");
        } else {
            notices.add("The file was written anew since its export; its content is what was verified.");
        }
    }

    /** What the records say, from the one who wrote them: measured there, claimed by authors. */
    private void tellWhatIsSaid() {
        List<LineageRecord> sound = records.subList(0, (int) chain.verified());
        Map<String, String> names = new LinkedHashMap<>();
        for (LineageRecord record : sound) {
            if (record.kind().equals(PackageInstalled.KIND)
                    && record.typedBody() instanceof PackageInstalled installed
                    && names.put(installed.manifestDigest().hex(), installed.name()) == null) {
                tellPackage(installed);
            }
        }
        for (RunSummary runs : RunSummary.of(sound)) {
            String name = names.getOrDefault(runs.model().hex(), runs.model().shortForm());
            measured.add(name + " on " + runs.backend() + ": " + runs.n() + (runs.n() == 1 ? " run" : " runs")
                    + ", median " + runs.medianWords() + ", measured by the tab that wrote this.");
        }
        claimed.add("Who wrote it: nothing is signed. The chain shows that nothing was altered since, not by whom.");
    }

    private void tellPackage(PackageInstalled installed) {
        claimed.add(installed.name() + ": licence: " + installed.licence());
        installed.parent().ifPresent(parent -> claimed.add(
                installed.name() + ": made from " + parent.name() + " (" + parent.manifestDigest().shortForm() + ") by "
                        + parent.recipe()));
        for (Statement fact : installed.facts()) {
            if (fact.how() == Known.MEASURED) {
                measured.add(installed.name() + ": " + fact + ", measured by the tab that wrote this.");
            } else if (fact.how() == Known.CHECKED) {
                claimed.add(installed.name() + ": " + fact + ", checked by the tab that wrote this.");
            } else {
                claimed.add(installed.name() + ": " + fact);
            }
        }
    }
}
