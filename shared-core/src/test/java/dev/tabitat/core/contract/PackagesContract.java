package dev.tabitat.core.contract;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.licences.LicenceExpression;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Map;

/** Manifests are read strictly; every byte of a package is verified; failures keep their facts on the way out. */
final class PackagesContract {

    private PackagesContract() {}

    static List<Contract> all() {
        return List.of(
                Contract.of("packages: a manifest reads back the same", PackagesContract::roundTrip),
                Contract.of("packages: hostile manifests are refused", PackagesContract::refusals),
                Contract.of("packages: damaged bytes are named by chunk, HTML is named as such",
                        PackagesContract::damage),
                Contract.of("packages: names and licences are read strictly", PackagesContract::names),
                Contract.of("api: a failure keeps its facts as JSON", PackagesContract::failures));
    }

    private static void roundTrip(Check check) {
        Manifest manifest = PackageSamples.manifest();
        Manifest read = Manifest.read(manifest.bytes());
        check.equal("manifest", manifest, read);
        check.equal("digest", manifest.digest(), read.digest());
        check.equal("name", "sample:q8", read.name().toString());
        check.equal("layer", (long) PackageSamples.CARD.length, read.layer("README.md").size());
        check.equal(
                "the layout is the canonical JSON of sorted rows",
                Digest.of(Utf8.encode("[[\"a\",\"I32\",[1]],[\"b\",\"F32\",[1,2]]]")),
                TensorLayout.digest(
                        Map.of("b", Tensor.ofFloats(Shape.of(1, 2), 0, 0), "a", Tensor.ofInts(Shape.of(1), 0))));
    }

    private static void refusals(Check check) {
        String text = Utf8.decode(PackageSamples.manifest().bytes());
        refuses(check, Unsupported.class, text, "\"schemaVersion\":2", "\"schemaVersion\":1");
        refuses(check, Unsupported.class, text, "cncf.model.doc.v1.raw", "cncf.model.doc.v9.raw");
        refuses(check, Unsupported.class, text, "cncf.model.manifest.v1", "cncf.model.manifest.v9");
        refuses(check, DamagedData.class, text, "\"size\":7", "\"size\":-7");
        refuses(check, DamagedData.class, text, "\"size\":7", "\"size\":8");
        refuses(check, DamagedData.class, text, "\"size\":7", "\"size\":9007199254740993");
        refuses(check, DamagedData.class, text, "\"size\":7", "\"size\":1e300");
        refuses(check, DamagedData.class, text, "README.md", "model.safetensors");
        refuses(check, DamagedData.class, text, "dev.tabitat.chunks", "dev.tabitat.other");
        refuses(check, DamagedData.class, text, "\"digest\":\"sha256:", "\"digest\":\"sha256:0");
        refuses(check, DamagedData.class, text, "MIT AND", "MIT AND OR");
        refuses(check, InvalidInput.class, text, "\"sample\"", "\"../sample\"");
        for (String path : List.of("../README.md", "/README.md", "a/../../b", "a//b", "", "c:README", "a\\\\\\\\b", ".",
                "a/")) {
            refuses(check, DamagedData.class, text, "README.md", path);
        }
        Unsupported newer = refuses(check, Unsupported.class, text, "format-version\":\"1\"", "format-version\":\"2\"");
        check.equal("the version here", "1", newer.finding().expected());
        check.equal("the version there", "2", newer.finding().found());
        DamagedData html = check.fails("HTML", DamagedData.class,
                () -> Manifest.read(Utf8.encode("<!DOCTYPE html><p>Sign in")));
        check.equal("HTML is named", "an HTML page", html.finding().found());
        check.fails("over 4 MiB", DamagedData.class, () -> Manifest.read(new byte[Manifest.MAX_BYTES + 1]));
    }

    private static <T extends TabitatException> T refuses(Check check, Class<T> type, String text, String from,
            String to) {
        String changed = text.replace(from, to);
        check.isTrue(from + " is in the manifest", !changed.equals(text));
        return check.fails(from + " as " + to, type, () -> Manifest.read(Utf8.encode(changed)));
    }

    private static void damage(Check check) {
        Descriptor layer = PackageSamples.manifest().layer("README.md");
        layer.verify(PackageSamples.CARD, "sample:q8");
        check.fails("another blob", DamagedData.class, () -> layer.verify(Utf8.encode("A bard."), "sample:q8"));
        check.fails("a short blob", DamagedData.class, () -> layer.verify(new byte[3], "sample:q8"));
        for (String page : List.of("<html>", " <!doctype html><title>Sign in</title>")) {
            check.equal("HTML for a blob", "an HTML page",
                    check.fails(page, DamagedData.class, () -> layer.verify(Utf8.encode(page), "sample:q8")).finding()
                            .found());
        }
    }

    private static void names(Check check) {
        check.equal("name", new PackageName("a/b-c", "q8"), PackageName.parse("a/b-c:q8"));
        for (String name : List.of("", "a", "A:b", ":q8", "a:", "a..b:c", "../a:b", "a:b c", "-a:b", "a___b:c",
                "a._b:c", "a-_b:c", "a//b:c", "/a:b", "a/:b", "a-:b", "a/-b:c")) {
            check.fails(name, InvalidInput.class, () -> PackageName.parse(name));
        }
        for (String name : List.of("a__b:c", "a---b:c", "library/x:latest", "ghcr/org/na.me_1:v1", "0:0",
                "a/0/b.c:_x")) {
            check.equal(name, name, PackageName.parse(name).toString());
        }
        PackageName lande = PackageName.parse("lande:q8");
        for (String place : List.of("lande:q8", "acme/lande:q8", "a/b/lande:q8")) {
            check.isTrue(place, lande.mayLieAt(PackageName.parse(place)));
        }
        for (String place : List.of("lande:q4", "acme/other:q8", "notlande:q8", "acme-lande:q8", "lande/acme:q8",
                "acme/lande/x:q8")) {
            check.isTrue("not " + place, !lande.mayLieAt(PackageName.parse(place)));
        }
        LicenceExpression licence = LicenceExpression
                .parse("(MIT OR  GPL-2.0-only WITH Classpath-exception-2.0) AND MIT");
        check.equal("ids", List.of("MIT", "GPL-2.0-only", "Classpath-exception-2.0"), licence.ids());
        check.equal("text", "(MIT OR GPL-2.0-only WITH Classpath-exception-2.0) AND MIT", licence.text());
        for (String wrong : List.of("", "AND", "MIT OR", "MIT Apache-2.0", "(MIT", "MIT)", "M/T", "(".repeat(100),
                "MIT WITH")) {
            check.fails(wrong, DamagedData.class, () -> LicenceExpression.parse(wrong));
        }
    }

    private static void failures(Check check) {
        DamagedData damaged = check.fails("a failure", DamagedData.class, () -> LicenceExpression.parse("MIT OR"));
        ApiError error = ApiError.of(damaged);
        check.equal("name", "DamagedData", error.name());
        check.equal("code", "damaged_data", error.code());
        check.equal("found", damaged.finding().found(), error.found());
        check.equal("as JSON and back", error, ApiError.fromJson(error.toJson()));
        ApiError internal = ApiError.of(new IllegalStateException("odd"));
        check.equal("unforeseen", "internal", internal.code());
        check.equal("its own text", "odd", internal.found());
    }
}
