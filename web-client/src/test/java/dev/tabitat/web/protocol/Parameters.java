package dev.tabitat.web.protocol;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.params.DocumentParams;
import dev.tabitat.web.protocol.params.GenerateParams;
import dev.tabitat.web.protocol.params.HeadParams;
import dev.tabitat.web.protocol.params.LabParams;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.protocol.params.PackageParams;
import dev.tabitat.web.protocol.params.RoutingParams;
import dev.tabitat.web.protocol.params.SourceParams;
import dev.tabitat.web.protocol.params.TrustParams;
import java.util.List;

/** Which parameters each method has; the tests of the workers hold them to it. */
public final class Parameters {

    /** How a record of parameters is read and written. */
    record Codec<T>(Fields all, Kinds.Reader<T> reader, Kinds.Writer<T> writer) {

        List<Field> fields() {
            return all.list();
        }

        T read(String owner, JsonObject json) {
            return reader.read(new Input(owner, json));
        }

        JsonObject write(T record) {
            return writer.write(record);
        }
    }

    private static final Codec<?> NOTHING = new Codec<>(PackageParams.Nothing.FIELDS, PackageParams.Nothing::read,
            PackageParams.Nothing::write);

    private Parameters() {}

    /** The codec of a method's parameters. */
    static Codec<?> of(Method method) {
        if (method instanceof StartMethod one) {
            return of(one);
        }
        if (method instanceof EngineMethod one) {
            return of(one);
        }
        if (method instanceof LabMethod one) {
            return of(one);
        }
        return method instanceof DocumentMethod one ? of(one) : NOTHING;
    }

    private static Codec<?> of(StartMethod method) {
        return switch (method) {
            case LEDGER, STORAGE, FINISH -> NOTHING;
            case CATALOG ->
                new Codec<>(PackageParams.Catalog.FIELDS, PackageParams.Catalog::read, PackageParams.Catalog::write);
            case RECEIVED ->
                new Codec<>(PackageParams.Received.FIELDS, PackageParams.Received::read, PackageParams.Received::write);
            case CLASSIFY ->
                new Codec<>(ModelParams.Classify.FIELDS, ModelParams.Classify::read, ModelParams.Classify::write);
        };
    }

    private static Codec<?> of(EngineMethod method) {
        return switch (method) {
            case CONNECTIONS, DOWNLOADS, INSTALLED, HUB, REMOVE_HUB_TOKEN, REPLAY_DECISIONS, TARGETS, MEMBERS, LINEAGE,
                    IMPORT, KEYS ->
                NOTHING;
            case DEVICE ->
                new Codec<>(PackageParams.Device.FIELDS, PackageParams.Device::read, PackageParams.Device::write);
            case INSTALL, RESUME, UPDATE ->
                new Codec<>(PackageParams.Install.FIELDS, PackageParams.Install::read, PackageParams.Install::write);
            case PAUSE, CANCEL, ROLLBACK, REMOVE_PREVIOUS, REMOVE ->
                new Codec<>(PackageParams.Named.FIELDS, PackageParams.Named::read, PackageParams.Named::write);
            case REORDER ->
                new Codec<>(PackageParams.Reorder.FIELDS, PackageParams.Reorder::read, PackageParams.Reorder::write);
            case CHECK ->
                new Codec<>(PackageParams.Check.FIELDS, PackageParams.Check::read, PackageParams.Check::write);
            case ADAPTERS ->
                new Codec<>(PackageParams.Adapters.FIELDS, PackageParams.Adapters::read, PackageParams.Adapters::write);
            case IMPORT_ADAPTER -> new Codec<>(PackageParams.ImportAdapter.FIELDS, PackageParams.ImportAdapter::read,
                    PackageParams.ImportAdapter::write);
            case INSPECT_MODEL ->
                new Codec<>(SourceParams.Inspect.FIELDS, SourceParams.Inspect::read, SourceParams.Inspect::write);
            case ADD_MODEL -> new Codec<>(SourceParams.Add.FIELDS, SourceParams.Add::read, SourceParams.Add::write);
            case SEARCH_HUB ->
                new Codec<>(SourceParams.Search.FIELDS, SourceParams.Search::read, SourceParams.Search::write);
            case SET_HUB_TOKEN ->
                new Codec<>(SourceParams.HubToken.FIELDS, SourceParams.HubToken::read, SourceParams.HubToken::write);
            case UNLOCK_HUB ->
                new Codec<>(SourceParams.UnlockHub.FIELDS, SourceParams.UnlockHub::read, SourceParams.UnlockHub::write);
            case FORGET_ORIGIN ->
                new Codec<>(SourceParams.Origin.FIELDS, SourceParams.Origin::read, SourceParams.Origin::write);
            case EXPORT ->
                new Codec<>(PackageParams.Export.FIELDS, PackageParams.Export::read, PackageParams.Export::write);
            case LICENCE ->
                new Codec<>(PackageParams.Model.FIELDS, PackageParams.Model::read, PackageParams.Model::write);
            case TOKENIZE ->
                new Codec<>(ModelParams.Tokenize.FIELDS, ModelParams.Tokenize::read, ModelParams.Tokenize::write);
            case EMBED -> new Codec<>(ModelParams.Embed.FIELDS, ModelParams.Embed::read, ModelParams.Embed::write);
            case GENERATE -> new Codec<>(GenerateParams.Generate.FIELDS, GenerateParams.Generate::read,
                    GenerateParams.Generate::write);
            case REPLAY_TRANSCRIPT -> NOTHING;
            case RERANK ->
                new Codec<>(HeadParams.Rerank.FIELDS, HeadParams.Rerank::read, HeadParams.Rerank::write);
            case EXTRACT ->
                new Codec<>(HeadParams.Extract.FIELDS, HeadParams.Extract::read, HeadParams.Extract::write);
            case TAG -> new Codec<>(HeadParams.Tag.FIELDS, HeadParams.Tag::read, HeadParams.Tag::write);
            case BENCH -> new Codec<>(ModelParams.Bench.FIELDS, ModelParams.Bench::read, ModelParams.Bench::write);
            case FIT -> new Codec<>(ModelParams.Fit.FIELDS, ModelParams.Fit::read, ModelParams.Fit::write);
            case PLAN -> new Codec<>(ModelParams.Plan.FIELDS, ModelParams.Plan::read, ModelParams.Plan::write);
            case MAKE_KEY ->
                new Codec<>(TrustParams.MakeKey.FIELDS, TrustParams.MakeKey::read, TrustParams.MakeKey::write);
            case EXPORT_KEY ->
                new Codec<>(TrustParams.ExportKey.FIELDS, TrustParams.ExportKey::read, TrustParams.ExportKey::write);
            case IMPORT_KEY ->
                new Codec<>(TrustParams.ImportKey.FIELDS, TrustParams.ImportKey::read, TrustParams.ImportKey::write);
            case TRUST -> new Codec<>(TrustParams.Trust.FIELDS, TrustParams.Trust::read, TrustParams.Trust::write);
            case UNTRUST ->
                new Codec<>(TrustParams.Untrust.FIELDS, TrustParams.Untrust::read, TrustParams.Untrust::write);
            case SIGN -> new Codec<>(TrustParams.Sign.FIELDS, TrustParams.Sign::read, TrustParams.Sign::write);
            case SIGNATURES ->
                new Codec<>(TrustParams.Signatures.FIELDS, TrustParams.Signatures::read, TrustParams.Signatures::write);
            case PACKET -> new Codec<>(TrustParams.Packet.FIELDS, TrustParams.Packet::read, TrustParams.Packet::write);
            case CHOOSE ->
                new Codec<>(RoutingParams.Choose.FIELDS, RoutingParams.Choose::read, RoutingParams.Choose::write);
            case ROUTE ->
                new Codec<>(RoutingParams.Route.FIELDS, RoutingParams.Route::read, RoutingParams.Route::write);
            case APPROVE ->
                new Codec<>(RoutingParams.Approve.FIELDS, RoutingParams.Approve::read, RoutingParams.Approve::write);
            case POLICY ->
                new Codec<>(RoutingParams.Policy.FIELDS, RoutingParams.Policy::read, RoutingParams.Policy::write);
            case REDACT ->
                new Codec<>(RoutingParams.Redact.FIELDS, RoutingParams.Redact::read, RoutingParams.Redact::write);
            case ROUTES ->
                new Codec<>(RoutingParams.Routes.FIELDS, RoutingParams.Routes::read, RoutingParams.Routes::write);
            case CALIBRATE -> new Codec<>(RoutingParams.Calibrate.FIELDS, RoutingParams.Calibrate::read,
                    RoutingParams.Calibrate::write);
            case COMPARE_ROUTES -> new Codec<>(RoutingParams.CompareRoutes.FIELDS, RoutingParams.CompareRoutes::read,
                    RoutingParams.CompareRoutes::write);
            case FORGET_CONSENT -> new Codec<>(RoutingParams.ForgetConsent.FIELDS, RoutingParams.ForgetConsent::read,
                    RoutingParams.ForgetConsent::write);
            case ADD_TARGET -> new Codec<>(RoutingParams.AddTarget.FIELDS, RoutingParams.AddTarget::read,
                    RoutingParams.AddTarget::write);
            case UNLOCK_TARGET -> new Codec<>(RoutingParams.UnlockTarget.FIELDS, RoutingParams.UnlockTarget::read,
                    RoutingParams.UnlockTarget::write);
            case REMOVE_TARGET ->
                new Codec<>(RoutingParams.Target.FIELDS, RoutingParams.Target::read, RoutingParams.Target::write);
            case DISCOVER ->
                new Codec<>(RoutingParams.Discover.FIELDS, RoutingParams.Discover::read, RoutingParams.Discover::write);
            case ADD_MEMBER -> new Codec<>(RoutingParams.AddMember.FIELDS, RoutingParams.AddMember::read,
                    RoutingParams.AddMember::write);
            case REMOVE_MEMBER ->
                new Codec<>(RoutingParams.Member.FIELDS, RoutingParams.Member::read, RoutingParams.Member::write);
            case MEASURE_MEMBER -> new Codec<>(RoutingParams.MeasureMember.FIELDS, RoutingParams.MeasureMember::read,
                    RoutingParams.MeasureMember::write);
            case PAGE -> new Codec<>(PackageParams.Page.FIELDS, PackageParams.Page::read, PackageParams.Page::write);
        };
    }

    private static Codec<?> of(LabMethod method) {
        return switch (method) {
            case LAB, FORGET_RUN -> NOTHING;
            case EXAMPLES ->
                new Codec<>(LabParams.Examples.FIELDS, LabParams.Examples::read, LabParams.Examples::write);
            case TEACH -> new Codec<>(LabParams.Teach.FIELDS, LabParams.Teach::read, LabParams.Teach::write);
            case BREED -> new Codec<>(LabParams.Breed.FIELDS, LabParams.Breed::read, LabParams.Breed::write);
            case EVALUATE ->
                new Codec<>(LabParams.Evaluate.FIELDS, LabParams.Evaluate::read, LabParams.Evaluate::write);
            case DECIDE -> new Codec<>(LabParams.Decide.FIELDS, LabParams.Decide::read, LabParams.Decide::write);
            case RESTORE -> new Codec<>(LabParams.Restore.FIELDS, LabParams.Restore::read, LabParams.Restore::write);
            case REPLAY -> new Codec<>(LabParams.Replay.FIELDS, LabParams.Replay::read, LabParams.Replay::write);
            case FEEDBACK ->
                new Codec<>(LabParams.Feedback.FIELDS, LabParams.Feedback::read, LabParams.Feedback::write);
        };
    }

    private static Codec<?> of(DocumentMethod method) {
        return switch (method) {
            case LIST, STATUS, PAUSE, RESUME, LOCK -> NOTHING;
            case SEARCH ->
                new Codec<>(DocumentParams.Search.FIELDS, DocumentParams.Search::read, DocumentParams.Search::write);
            case ADD -> new Codec<>(DocumentParams.Add.FIELDS, DocumentParams.Add::read, DocumentParams.Add::write);
            case REMOVE -> new Codec<>(DocumentParams.Document.FIELDS, DocumentParams.Document::read,
                    DocumentParams.Document::write);
            case READ -> new Codec<>(DocumentParams.Read.FIELDS, DocumentParams.Read::read, DocumentParams.Read::write);
            case REINDEX ->
                new Codec<>(DocumentParams.Reindex.FIELDS, DocumentParams.Reindex::read, DocumentParams.Reindex::write);
            case PROTECT, UNPROTECT -> new Codec<>(DocumentParams.Passphrase.FIELDS, DocumentParams.Passphrase::read,
                    DocumentParams.Passphrase::write);
            case UNLOCK ->
                new Codec<>(DocumentParams.Unlock.FIELDS, DocumentParams.Unlock::read, DocumentParams.Unlock::write);
            case EXPORT, IMPORT ->
                new Codec<>(DocumentParams.Sealed.FIELDS, DocumentParams.Sealed::read, DocumentParams.Sealed::write);
        };
    }
}
