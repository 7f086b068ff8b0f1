package dev.tabitat.core.adapter;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.licences.LicenceExpression;
import dev.tabitat.core.licences.Licences;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An adapter as a package: an OCI artifact whose subject is its base's manifest.
 *
 * @param manifest see {@link MediaTypes#ADAPTER}
 * @param files by path: {@link AdapterFiles#CONFIG}, {@link AdapterFiles#WEIGHTS} and whatever documents it has
 */
public record AdapterPackage(Manifest manifest, Map<String, byte[]> files) {

    /**
     * The description of an adapter for people.
     *
     * @param licence SPDX expression
     * @param source JSON list of {coordinates, file, sha256} of where it came from; empty for one made here
     */
    public record Facts(PackageName name, String title, String summary, String licence, String source) {}

    /**
     * Packs an adapter.
     *
     * @param base the manifest of the base that it is for
     * @param baseBytes the bytes of that manifest as they are stored and served
     * @param modules of the base
     * @param documents further files by path, such as a licence and a card
     * @throws dev.tabitat.core.error.Incompatible when the adapter does not fit the base
     * @throws dev.tabitat.core.error.Refused when its licence and the base's cannot hold together
     * @throws InvalidInput when the base does not say what its tensors and its tokenizer are
     */
    public static AdapterPackage of(
            Facts facts, Adapter adapter, Manifest base, byte[] baseBytes, Modules modules,
            Map<String, byte[]> documents) {
        adapter.changes(modules);
        base.findAnnotation(PackageAnnotations.LICENCE)
                .ifPresent(licence -> Licences.require(
                        List.of(LicenceExpression.parse(licence), LicenceExpression.parse(facts.licence())),
                        "licence of adapter " + facts.name()));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(AdapterFiles.CONFIG, AdapterFiles.config(adapter));
        files.put(AdapterFiles.WEIGHTS, AdapterFiles.weights(adapter));
        List<Descriptor> layers = new ArrayList<>();
        layers.add(Descriptor.ofFile(MediaTypes.WEIGHT_CONFIG, AdapterFiles.CONFIG, files.get(AdapterFiles.CONFIG)));
        layers.add(Descriptor.ofFile(MediaTypes.WEIGHT, AdapterFiles.WEIGHTS, files.get(AdapterFiles.WEIGHTS)));
        new TreeMap<>(documents).forEach((path, bytes) -> {
            if (files.put(path, bytes) != null) {
                throw new InvalidInput("A document has the name of another file.",
                        Finding.at(path).expected("a name of its own").found("a name that is taken"));
            }
            layers.add(Descriptor.ofFile(MediaTypes.DOC, path, bytes));
        });
        Descriptor subject = new Descriptor(MediaTypes.MANIFEST, Digest.of(baseBytes), baseBytes.length, Map.of());
        Manifest manifest = new Manifest(MediaTypes.ADAPTER, Descriptor.EMPTY, layers, Optional.of(subject),
                notes(facts, adapter, base, subject.digest(), modules));
        // What is written can be read.
        return new AdapterPackage(Manifest.read(manifest.bytes()), files);
    }

    private static Map<String, String> notes(Facts facts, Adapter adapter, Manifest base, Digest baseDigest,
            Modules modules) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, facts.name().name());
        notes.put(PackageAnnotations.TAG, facts.name().tag());
        notes.put(PackageAnnotations.TITLE, facts.title());
        notes.put(PackageAnnotations.SUMMARY, facts.summary());
        notes.put(PackageAnnotations.LICENCE, facts.licence());
        notes.put(PackageAnnotations.BASE, baseDigest.toString());
        notes.put(PackageAnnotations.BASE_NAME, base.name().toString());
        notes.put(PackageAnnotations.ADAPTER_TYPE, adapter.type().id());
        notes.put(PackageAnnotations.ADAPTER_RANK, Integer.toString(adapter.rank()));
        notes.put(PackageAnnotations.ADAPTER_MEMORY,
                Long.toString(AdaptedModel.estimatedBytes(adapter.changes(modules))));
        notes.put(PackageAnnotations.ADAPTER_PRODUCTS,
                Long.toString(AdaptedModel.productsPerToken(adapter.changes(modules))));
        for (String note : List.of(PackageAnnotations.TENSOR_LAYOUT, PackageAnnotations.TOKENIZER)) {
            notes.put(note,
                    base.findAnnotation(note).orElseThrow(() -> new InvalidInput(
                            "The base does not say what adapters must agree with.",
                            Finding.at("base " + base.name()).expected("annotation " + note).found("nothing"))));
        }
        if (!facts.source().isEmpty()) {
            notes.put(PackageAnnotations.SOURCE, facts.source());
        }
        return notes;
    }

    /** The adapter in a package whose files are verified. */
    public static Adapter read(ModelPackage files) {
        return AdapterFiles.read(files.file(AdapterFiles.CONFIG), files.file(AdapterFiles.WEIGHTS));
    }
}
