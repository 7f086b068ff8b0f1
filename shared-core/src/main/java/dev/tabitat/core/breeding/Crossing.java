package dev.tabitat.core.breeding;

import dev.tabitat.core.packages.ModelPackage;

/** Whether two models can be crossed or merged. */
public final class Crossing {

    private Crossing() {}

    /**
     * @throws dev.tabitat.core.error.Incompatible saying in what they differ
     * @throws dev.tabitat.core.error.Unsupported when their kind cannot be crossed
     */
    public static void requireFit(ModelPackage a, ModelPackage b) {
        Genes.of(a).requireFits(Genes.of(b));
    }
}
