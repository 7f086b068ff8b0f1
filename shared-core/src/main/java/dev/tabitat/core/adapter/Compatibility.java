package dev.tabitat.core.adapter;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.PackageAnnotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether an adapter belongs to a base: the digests of manifest, tensor layout and tokenizer are the same. */
public final class Compatibility {

    private Compatibility() {}

    /**
     * Every reason against it; none when it belongs.
     *
     * @param adapter a manifest of an adapter
     * @param baseDigest of the base's manifest as it was stored or served
     */
    public static List<Refusal> check(Manifest adapter, Manifest base, Digest baseDigest) {
        List<Refusal> refusals = new ArrayList<>();
        String wanted = adapter.annotation(PackageAnnotations.BASE);
        if (!wanted.equals(baseDigest.toString())) {
            refusals.add(new Refusal(Refusal.Code.OTHER_BASE,
                    adapter.findAnnotation(PackageAnnotations.BASE_NAME).orElse("a base") + ", " + wanted,
                    base.name() + ", " + baseDigest));
        }
        compare(refusals, Refusal.Code.OTHER_LAYOUT, PackageAnnotations.TENSOR_LAYOUT, adapter, base);
        compare(refusals, Refusal.Code.OTHER_TOKENIZER, PackageAnnotations.TOKENIZER, adapter, base);
        return refusals;
    }

    private static void compare(List<Refusal> refusals, Refusal.Code code, String note, Manifest adapter,
            Manifest base) {
        String wanted = adapter.annotation(note);
        Optional<String> found = base.findAnnotation(note);
        if (found.isEmpty()) {
            refusals.add(new Refusal(Refusal.Code.UNKNOWN_BASE, note + " " + wanted, "no " + note));
        } else if (!wanted.equals(found.get())) {
            refusals.add(new Refusal(code, wanted, found.get()));
        }
    }

    /** @throws Incompatible with the first reason, when there is one */
    public static void require(Manifest adapter, Manifest base, Digest baseDigest) {
        List<Refusal> refusals = check(adapter, base, baseDigest);
        if (!refusals.isEmpty()) {
            Refusal first = refusals.get(0);
            throw new Incompatible("The adapter does not belong to this base. " + first.words(),
                    Finding.at("adapter " + adapter.name() + ", base " + base.name())
                            .expected(first.expected()).found(first.found())
                            .remedy("Choose an adapter that is listed under this base."));
        }
    }
}
