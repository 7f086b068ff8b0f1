package dev.tabitat.core.breeding;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.training.MatrixProducts;

/** The models and examples that breeding reads, and the backend that it computes with. */
public interface ParentModels {

    /**
     * A package by its manifest's digest, every byte verified. @throws dev.tabitat.core.error.TabitatException when it
     * is not there
     */
    ModelPackage find(Digest manifest);

    /** Examples by their digest. @throws dev.tabitat.core.error.TabitatException when they are not there */
    Examples examples(Digest digest);

    /** Gives the bits of {@link dev.tabitat.core.runtime.ExactBackend}. */
    Backend backend();

    MatrixProducts products();
}
