package dev.tabitat.core.importing;

import dev.tabitat.core.adapter.LoraConfig;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at an adapter: PEFT's two files, of which the weights must be safetensors. */
final class AdapterPlan {

    static final String CONFIG = "adapter_config.json";

    private static final String WEIGHTS = "adapter_model.safetensors";

    private final SmallFiles small;
    private final List<ModelFile> files;
    private final ModelFiles source;
    private final List<Problem> problems;

    AdapterPlan(SmallFiles small, List<ModelFile> files, ModelFiles source, List<Problem> problems) {
        this.small = small;
        this.files = files;
        this.source = source;
        this.problems = problems;
    }

    /** @param needed receives the paths of its files, before {@code planned} is asked for the list */
    ImportPlan plan(LicenceClaim licence, Set<String> needed, Supplier<List<ImportPlan.PlannedFile>> planned) {
        JsonObject config = small.json(CONFIG).orElse(JsonObject.EMPTY);
        needed.add(small.path(CONFIG));
        String type = config.has("adapter_type") ? Fields.text(config, "adapter_type")
                : Fields.text(config, "peft_type");
        if (!config.has("adapter_type") && !type.equals("LORA")) {
            problems.add(new Problem(Problem.ADAPTER,
                    "Adapters of the type " + (type.isEmpty() ? "without a name" : type) + " are not supported.",
                    "Choose a LoRA."));
        } else if (type.equals("LORA")) {
            requireLora(config);
        }
        Optional<SafetensorsOutline> header = header();
        if (header.isPresent()) {
            needed.add(small.path(WEIGHTS));
        }
        long bytes = 0;
        for (ModelFile file : files) {
            bytes += file.path().equals(small.path(WEIGHTS)) ? file.bytes() : 0;
        }
        long parameters = header.isPresent() ? header.get().parameters() : 0;
        MemoryEstimate memory = new MemoryEstimate(4 * parameters, 0, 0);
        return new ImportPlan(problems, ModelKind.ADAPTER, Fields.text(config, "base_model_name_or_path"),
                type.toLowerCase(Locale.ROOT), header.isPresent() ? Optional.of(WeightFormat.SAFETENSORS)
                        : Optional.empty(),
                parameters > 0 ? OptionalLong.of(parameters) : OptionalLong.empty(), OptionalLong.empty(),
                header.isPresent() && !header.get().entries().isEmpty() ? header.get().entries().get(0).type() : "",
                small.path(""), planned.get(), bytes > 0 ? List.of(small.path(WEIGHTS)) : List.of(), licence,
                ImportPlan.Head.NONE,
                TokenizerFacts.NONE, ImportPlan.ChatTemplate.NONE, List.of(),
                memory.toJson(OptionalLong.empty(), OptionalDouble.empty()));
    }

    private void requireLora(JsonObject config) {
        try {
            LoraConfig.read(config);
        } catch (TabitatException failure) {
            problems.add(Problem.of(Problem.ADAPTER, failure));
        }
    }

    private Optional<SafetensorsOutline> header() {
        if (!small.has(WEIGHTS)) {
            boolean isPickle = small.has("adapter_model.bin");
            problems.add(new Problem(isPickle ? Problem.PICKLE : Problem.NO_WEIGHTS,
                    isPickle ? "adapter_model.bin is a pickle: it can run code when it is read, so it is never read here."
                            : "The adapter has no " + WEIGHTS + ".",
                    "Save the adapter again with current PEFT, which writes " + WEIGHTS + "."));
            return Optional.empty();
        }
        try {
            return Optional.of(SafetensorsOutline.read(source.open(small.path(WEIGHTS)), SafetensorsLimits.DEFAULT));
        } catch (TabitatException failure) {
            problems.add(Problem.of(Problem.DAMAGED, failure));
            return Optional.empty();
        }
    }
}
