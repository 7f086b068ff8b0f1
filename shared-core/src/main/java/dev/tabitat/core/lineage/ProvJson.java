package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lineage as a file: a W3C PROV-JSON document (Member Submission of 24 April 2013) that carries the records
 * themselves. <pre>
 * file    = canonical JSON (RFC 8785), UTF-8, of:
 * { "prefix": { "tabitat": "urn:tabitat:" },
 *   "entity": { "tabitat:lineage": {
 *                   "prov:type": { "$": "tabitat:Lineage", "type": "prov:QUALIFIED_NAME" },
 *                   "tabitat:format_version": 2,
 *                   "tabitat:length": number of records, at least 1,
 *                   "tabitat:head": hash of the last record,
 *                   "tabitat:record": [ text of record 0, text of record 1, ... ] },
 *               ... },
 *   "activity": ..., "agent": ..., and the relations: the records as PROV }
 * text    = canonical JSON of { seq, previous, kind, created_at_utc, body }
 * hash    = "sha256:" + hexadecimal SHA-256 of the text's UTF-8 bytes
 * </pre> To verify the chain one needs only a JSON parser and SHA-256: hash each text as it stands, compare with the
 * next text's {@code previous}, and the last with {@code tabitat:head}. To verify the PROV view, make it again from the
 * records by the rules of {@code docs/formats/lineage.md} and compare.
 */
public final class ProvJson {

    /** The version of the format that is written; those from 1 are read. */
    public static final int VERSION = 2;

    static final String NAMESPACE = "urn:tabitat:";

    private ProvJson() {
    }

    /**
     * The file of a chain; the same records always give the same bytes.
     *
     * @throws InvalidInput when the chain is empty or broken: nothing is exported that would not verify
     */
    public static byte[] export(List<LineageRecord> records) {
        ChainReport chain = LineageChain.verify(records);
        if (!chain.ok()) {
            throw new InvalidInput("A broken lineage cannot be exported. " + chain.reason(),
                    Finding.at("record " + chain.verified()).expected(chain.records() + " unbroken records")
                            .found(chain.verified()).remedy("Check the store."));
        }
        return CanonicalJson.bytes(ProvView.of(records, VERSION));
    }

    /**
     * What can be said about a file that claims to be such an export.
     *
     * @throws DamagedData when it is not one
     * @throws Unsupported when a newer version wrote it
     */
    public static ImportReport verify(byte[] file) {
        return ImportCheck.of(file, document(file)).report();
    }

    /**
     * The records of a file, in their order, as they stand in it; verify the file first.
     *
     * @throws DamagedData when it is not such an export
     * @throws Unsupported when a newer version wrote it
     */
    public static List<LineageRecord> records(byte[] file) {
        return records(lineage(document(file)));
    }

    private static JsonObject document(byte[] file) {
        return JsonReader.readObject(file, ImportCheck.LIMITS);
    }

    /** The entity that carries the records. */
    static JsonObject lineage(JsonObject document) {
        Optional<JsonObject> lineage = document.findObject("entity").flatMap(e -> e.findObject(ProvView.LINEAGE));
        if (lineage.isEmpty()) {
            throw new DamagedData("This file is not a lineage export of Tabitat.", Finding.at("/entity")
                    .expected("the entity " + ProvView.LINEAGE).found("none")
                    .remedy("Choose a file that was exported from the Lineage screen."));
        }
        long version = lineage.get().integer("tabitat:format_version");
        if (version > VERSION) {
            throw new Unsupported("A newer version wrote this lineage export.",
                    Finding.at("tabitat:format_version").expected(VERSION).found(version)
                            .remedy("Open it with that version."));
        }
        if (version < 1) {
            throw new DamagedData("There is no such version of the lineage export.",
                    Finding.at("tabitat:format_version").expected("1 to " + VERSION).found(version));
        }
        return lineage.get();
    }

    static List<LineageRecord> records(JsonObject lineage) {
        JsonArray texts = lineage.array("tabitat:record");
        if (texts.size() == 0) {
            throw new DamagedData("The lineage export holds no records.",
                    Finding.at("tabitat:record").expected("at least one").found("none"));
        }
        List<LineageRecord> records = new ArrayList<>();
        for (Json text : texts.items()) {
            String where = "tabitat:record " + records.size();
            if (!(text instanceof JsonString string)) {
                throw new DamagedData("A record of the lineage export is not a text.", Finding.at(where));
            }
            records.add(record(string.value(), where));
        }
        return records;
    }

    private static LineageRecord record(String text, String where) {
        try {
            return LineageRecord.fromCanonicalText(text);
        } catch (TabitatException e) {
            throw new DamagedData("A record of the lineage export is damaged. " + e.getMessage(),
                    Finding.at(where + ", " + e.finding().where()).expected(e.finding().expected())
                            .found(e.finding().found()));
        }
    }

    /** Whether the file is byte for byte the canonical form of its document. */
    static boolean isCanonical(byte[] file, JsonObject document) {
        return Arrays.equals(file, CanonicalJson.bytes(document));
    }
}
