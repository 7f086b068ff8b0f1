package dev.tabitat.web.protocol.params;

import dev.tabitat.web.protocol.Codec;
import dev.tabitat.web.protocol.Method;

/** Which parameters each method has. */
public final class Parameters {

    private Parameters() {}

    /** The codec of a method's parameters. */
    public static Codec<?> of(Method method) {
        return switch (method) {
            case CONNECTIONS, DOWNLOADS, INSTALLED, REPLAY_DECISIONS, TARGETS, MEMBERS, LINEAGE, IMPORT, KEYS, LEDGER,
                    STORAGE, PERSIST, LAB, FORGET_RUN, DOCUMENTS_LIST, DOCUMENTS_STATUS, DOCUMENTS_PAUSE,
                    DOCUMENTS_RESUME, DOCUMENTS_LOCK, FINISH ->
                PackageParams.Nothing.CODEC;
            case DEVICE -> PackageParams.Device.CODEC;
            case CATALOG -> PackageParams.Catalog.CODEC;
            case INSTALL, RESUME, UPDATE -> PackageParams.Install.CODEC;
            case PAUSE, CANCEL, ROLLBACK, REMOVE_PREVIOUS, REMOVE -> PackageParams.Named.CODEC;
            case REORDER -> PackageParams.Reorder.CODEC;
            case CHECK -> PackageParams.Check.CODEC;
            case ADAPTERS -> PackageParams.Adapters.CODEC;
            case IMPORT_ADAPTER -> PackageParams.ImportAdapter.CODEC;
            case EXPORT -> PackageParams.Export.CODEC;
            case LICENCE -> PackageParams.Model.CODEC;
            case PAGE -> PackageParams.Page.CODEC;
            case CLASSIFY -> ModelParams.Classify.CODEC;
            case TOKENIZE -> ModelParams.Tokenize.CODEC;
            case EMBED -> ModelParams.Embed.CODEC;
            case BENCH -> ModelParams.Bench.CODEC;
            case FIT -> ModelParams.Fit.CODEC;
            case PLAN -> ModelParams.Plan.CODEC;
            case MAKE_KEY -> TrustParams.MakeKey.CODEC;
            case EXPORT_KEY -> TrustParams.ExportKey.CODEC;
            case IMPORT_KEY -> TrustParams.ImportKey.CODEC;
            case TRUST -> TrustParams.Trust.CODEC;
            case UNTRUST -> TrustParams.Untrust.CODEC;
            case SIGN -> TrustParams.Sign.CODEC;
            case SIGNATURES -> TrustParams.Signatures.CODEC;
            case PACKET -> TrustParams.Packet.CODEC;
            case CHOOSE -> RoutingParams.Choose.CODEC;
            case ROUTE -> RoutingParams.Route.CODEC;
            case APPROVE -> RoutingParams.Approve.CODEC;
            case POLICY -> RoutingParams.Policy.CODEC;
            case REDACT -> RoutingParams.Redact.CODEC;
            case ROUTES -> RoutingParams.Routes.CODEC;
            case CALIBRATE -> RoutingParams.Calibrate.CODEC;
            case COMPARE_ROUTES -> RoutingParams.CompareRoutes.CODEC;
            case FORGET_CONSENT -> RoutingParams.ForgetConsent.CODEC;
            case ADD_TARGET -> RoutingParams.AddTarget.CODEC;
            case UNLOCK_TARGET -> RoutingParams.UnlockTarget.CODEC;
            case REMOVE_TARGET -> RoutingParams.Target.CODEC;
            case DISCOVER -> RoutingParams.Discover.CODEC;
            case ADD_MEMBER -> RoutingParams.AddMember.CODEC;
            case REMOVE_MEMBER -> RoutingParams.Member.CODEC;
            case MEASURE_MEMBER -> RoutingParams.MeasureMember.CODEC;
            case EXAMPLES -> LabParams.Examples.CODEC;
            case TEACH -> LabParams.Teach.CODEC;
            case BREED -> LabParams.Breed.CODEC;
            case EVALUATE -> LabParams.Evaluate.CODEC;
            case DECIDE -> LabParams.Decide.CODEC;
            case RESTORE -> LabParams.Restore.CODEC;
            case REPLAY -> LabParams.Replay.CODEC;
            case FEEDBACK -> LabParams.Feedback.CODEC;
            case SEARCH -> DocumentParams.Search.CODEC;
            case DOCUMENTS_ADD -> DocumentParams.Add.CODEC;
            case DOCUMENTS_REMOVE -> DocumentParams.Document.CODEC;
            case DOCUMENTS_READ -> DocumentParams.Read.CODEC;
            case DOCUMENTS_REINDEX -> DocumentParams.Reindex.CODEC;
            case DOCUMENTS_PROTECT, DOCUMENTS_UNPROTECT -> DocumentParams.Passphrase.CODEC;
            case DOCUMENTS_UNLOCK -> DocumentParams.Unlock.CODEC;
            case DOCUMENTS_EXPORT, DOCUMENTS_IMPORT -> DocumentParams.Sealed.CODEC;
        };
    }
}
