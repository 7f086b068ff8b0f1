package dev.tabitat.core.importing;

import dev.tabitat.core.hub.HubModel;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What an inspection may use beside the files.
 *
 * @param support what this version runs
 * @param file the one of several that is wanted; the plan suggests one unless it is given
 * @param hub what a hub says of the model, where it came from one
 * @param availableBytes memory that models may use, where it is known
 * @param bytesPerSecond how fast the device reads memory, where that was measured
 */
public record InspectOptions(
        Support support, Optional<String> file, Optional<HubModel> hub, OptionalLong availableBytes,
        OptionalDouble bytesPerSecond) {

    /** Nothing but the files. */
    public static InspectOptions of(Support support) {
        return new InspectOptions(support, Optional.empty(), Optional.empty(), OptionalLong.empty(),
                OptionalDouble.empty());
    }

    public InspectOptions withFile(String path) {
        return new InspectOptions(support, Optional.of(path), hub, availableBytes, bytesPerSecond);
    }

    public InspectOptions withHub(HubModel model) {
        return new InspectOptions(support, file, Optional.of(model), availableBytes, bytesPerSecond);
    }

    /** @param bytes memory that models may use @param perSecond bytes that the device reads in a second */
    public InspectOptions withDevice(OptionalLong bytes, OptionalDouble perSecond) {
        return new InspectOptions(support, file, hub, bytes, perSecond);
    }
}
