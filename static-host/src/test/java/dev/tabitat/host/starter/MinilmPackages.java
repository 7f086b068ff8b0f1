package dev.tabitat.host.starter;

import dev.tabitat.core.packages.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The packages of MiniLM, built once for all tests: in full precision, in int8 and in int4. */
final class MinilmPackages {

    private static Artifacts artifacts;
    private static List<ModelPackage> packages;

    private MinilmPackages() {}

    static synchronized Artifacts artifacts() throws IOException, InterruptedException {
        if (artifacts == null) {
            Artifacts fetched = new Artifacts(Path.of("starter"));
            fetched.fetch();
            artifacts = fetched;
        }
        return artifacts;
    }

    static synchronized List<ModelPackage> built() throws IOException, InterruptedException {
        if (packages == null) {
            packages = new EncoderStarters(artifacts()).minilm();
        }
        return packages;
    }
}
