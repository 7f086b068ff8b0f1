package dev.tabitat.web.engine;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.CycloneDx;
import dev.tabitat.core.lineage.ImportReport;
import dev.tabitat.core.lineage.LineageImported;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.ProvJson;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.SigstoreBundle;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.generation.GenerationService;
import dev.tabitat.web.engine.routing.Routes;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.worker.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Gives out what is here as files (packages, lineage, parts, decisions, transcripts), and takes such files in. */
final class FileExchange {

    private static final int FIRST_BYTES = 512;
    private static final int MAX_JSON_BYTES = 64 << 20;

    private final TabStore store;
    private final Archives archives;
    private final Routes routes;
    private final GenerationService generation;
    private final Supplier<List<LineageRecord>> chain;
    private final Bus bus;

    /** @param chain gives the lineage with all that happened until now */
    FileExchange(TabStore store, Archives archives, Routes routes, GenerationService generation,
            Supplier<List<LineageRecord>> chain, Bus bus) {
        this.store = store;
        this.archives = archives;
        this.routes = routes;
        this.generation = generation;
        this.chain = chain;
        this.bus = bus;
    }

    Result export(PackageParams.Export wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        if (wanted.what().equals("decisions")) {
            return routes.export();
        }
        String format = wanted.formatOrUsual();
        return switch (wanted.what()) {
            case "package" -> format.equals("folder") ? archives.ofFolder(wanted.requireRoot(), progress, stop)
                    : archives.ofPackage(wanted.requireRoot(), chain, progress, stop);
            case "transcript" -> transcript(wanted.requireDigest());
            case "ecology" -> archives.ofEcology(prov(), progress, stop);
            default -> format.equals("cyclonedx") ? exportParts() : exportLineage();
        };
    }

    private Result transcript(Digest digest) {
        byte[] file = generation.transcript(digest);
        return new Result(JsonObject.of("name", "tabitat-transcript.json", "type", "application/json", "bytes",
                file.length, "digest", digest.toString()), Optional.of(Slices.of(file)));
    }

    private byte[] prov() {
        List<LineageRecord> records = chain.get();
        if (records.isEmpty()) {
            throw new InvalidInput("There is no lineage yet.",
                    Finding.at("export").expected("at least one record").found("none")
                            .remedy("Install a package first."));
        }
        return ProvJson.export(records);
    }

    private Result exportLineage() {
        byte[] file = prov();
        JsonObject result = JsonObject.of("name", "tabitat-lineage.prov.json", "type", "application/json",
                "bytes", file.length, "digest", Digest.of(file).toString());
        return new Result(result, Optional.of(Slices.of(file)));
    }

    /** The parts list of everything that the lineage knows. */
    private Result exportParts() {
        byte[] file = CanonicalJson.bytes(CycloneDx.of(chain.get()));
        return new Result(JsonObject.of("name", "tabitat-parts.cdx.json", "type", CycloneDx.TYPE, "bytes", file.length,
                "digest", Digest.of(file).toString()), Optional.of(Slices.of(file)));
    }

    /** A lineage as PROV-JSON, or an archive of packages. */
    Json take(Optional<Slices> given, Consumer<JsonObject> progress, CancellationToken stop) {
        Slices file = given.orElseThrow(() -> new InvalidInput("There is no file to import.",
                Finding.at("import").expected("a Blob").found("nothing")));
        byte[] first = file.read(0, (int) Math.min(FIRST_BYTES, file.length()));
        NotHtml.require(first, "the file");
        if (!isJson(first)) {
            return archives.read(file, progress, stop);
        }
        if (file.length() > MAX_JSON_BYTES) {
            throw new InvalidInput("The file is too long for a lineage.", Finding.at("import")
                    .expected("at most " + MAX_JSON_BYTES + " bytes").found(file.length() + " bytes"));
        }
        byte[] bytes = file.read(0, (int) file.length());
        if (isSignature(bytes)) {
            return archives.readSignature(bytes);
        }
        ImportReport report = ProvJson.verify(bytes);
        if (report.ok()) {
            store.lineage().append(new LineageImported(Digest.of(bytes), report.head(), report.records()));
            bus.changed(Topic.LINEAGE, JsonObject.of(Announcement.LENGTH, store.lineage().length()));
        }
        return report.toJson();
    }

    /** Whether it is a Sigstore bundle or a DSSE envelope. */
    private static boolean isSignature(byte[] bytes) {
        if (bytes.length > Envelope.MAX_BYTES) {
            return false;
        }
        try {
            JsonObject json = JsonReader.readObject(bytes, new JsonLimits(Envelope.MAX_BYTES, 64));
            return SigstoreBundle.isBundle(json) || json.has("payloadType") && json.has("signatures");
        } catch (TabitatException notJson) {
            return false;
        }
    }

    /** Whether the first byte that is no white space opens an object; no archive begins so. */
    private static boolean isJson(byte[] first) {
        for (byte b : first) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{' || b == '[';
            }
        }
        return true;
    }
}
