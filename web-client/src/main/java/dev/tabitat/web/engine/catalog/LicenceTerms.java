package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.licences.LicenceCombination;
import dev.tabitat.core.licences.LicenceExpression;
import dev.tabitat.core.licences.Licences;
import dev.tabitat.core.licences.Obligation;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes a package's licence: its expression, its text, and its conditions. */
public final class LicenceTerms {

    private static final int MAX_BYTES = 4 << 20;

    private final PackageStore packages;

    public LicenceTerms(PackageStore packages) {
        this.packages = packages;
    }

    /** {@code {expression, known, obligations, text?, with_base?: {base, allowed, expression?, reason?}}}. */
    public JsonObject of(StoredPackage stored) {
        LicenceExpression expression = LicenceExpression.parse(new CatalogEntry(stored).licence());
        Optional<List<Obligation>> asked = Licences.obligations(expression);
        List<Json> words = new ArrayList<>();
        asked.ifPresent(all -> all.forEach(one -> words.add(Json.of(one.words()))));
        if (asked.isEmpty()) {
            words.add(Json.of("Its terms are not known here: read them, or ask the author."));
        }
        JsonObject json = JsonObject.of("expression", expression.text(), "known", asked.isPresent(), "obligations",
                new JsonArray(words));
        for (Descriptor layer : stored.manifest().layers()) {
            if (layer.path().equals(ModelPackage.LICENCE) && layer.size() <= MAX_BYTES) {
                json = json.with("text", Utf8.decode(packages.file(stored, layer.path())));
            }
        }
        Optional<StoredPackage> base = stored.manifest().isAdapter() ? base(stored) : Optional.empty();
        return base.isPresent() ? json.with("with_base", together(expression, base.get())) : json;
    }

    private Optional<StoredPackage> base(StoredPackage adapter) {
        return packages.installed().stream()
                .filter(one -> adapter.manifest().subject().filter(subject -> subject.digest().equals(one.digest()))
                        .isPresent())
                .findFirst();
    }

    private static JsonObject together(LicenceExpression adapter, StoredPackage base) {
        LicenceCombination both = Licences
                .combine(List.of(LicenceExpression.parse(new CatalogEntry(base).licence()), adapter));
        JsonObject json = JsonObject.of("base", base.name());
        if (both instanceof LicenceCombination.Combined combined) {
            return json.with("allowed", true).with("expression", combined.expression().text());
        }
        return both instanceof LicenceCombination.Refused no
                ? json.with("allowed", false).with("reason", no.left() + " and " + no.right() + ": " + no.reason())
                : json.with("reason", ((LicenceCombination.Unknown) both).reason());
    }
}
