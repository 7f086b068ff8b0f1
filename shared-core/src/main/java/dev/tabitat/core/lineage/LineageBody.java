package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.JsonObject;

/** What a record says, by its kind. */
public sealed interface LineageBody
        permits Genesis, PackageInstalled, PackageRemoved, PackageReplaced, Runs, DeviceProfiled,
        StoreRepaired, LineageImported, ExamplesAdded, DescendantBred, DescendantEvaluated, RunDecided,
        LifecycleChanged, UnknownBody {

    /** The word in the record's {@code kind}. */
    String kind();

    /** The record's {@code body}. */
    JsonObject toJson();

    /**
     * The body of a record; members that this version does not know are passed over, kinds that it does not know become
     * {@link UnknownBody}.
     *
     * @throws DamagedData when a known kind's body misses a member or holds a wrong one
     */
    static LineageBody read(String kind, JsonObject body) {
        return switch (kind) {
            case Genesis.KIND -> Genesis.fromJson(body);
            case PackageInstalled.KIND -> PackageInstalled.fromJson(body);
            case PackageRemoved.KIND -> PackageRemoved.fromJson(body);
            case PackageReplaced.KIND -> PackageReplaced.fromJson(body);
            case Runs.KIND -> Runs.fromJson(body);
            case DeviceProfiled.KIND -> DeviceProfiled.fromJson(body);
            case StoreRepaired.KIND -> StoreRepaired.fromJson(body);
            case LineageImported.KIND -> LineageImported.fromJson(body);
            case ExamplesAdded.KIND -> ExamplesAdded.fromJson(body);
            case DescendantBred.KIND -> DescendantBred.fromJson(body);
            case DescendantEvaluated.KIND -> DescendantEvaluated.fromJson(body);
            case RunDecided.KIND -> RunDecided.fromJson(body);
            case LifecycleChanged.KIND -> LifecycleChanged.fromJson(body);
            default -> new UnknownBody(kind, body);
        };
    }
}
