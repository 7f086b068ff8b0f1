package dev.tabitat.core.breeding;

import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.specialist.Specialist;
import java.util.List;

/** Whether two models can be crossed or merged. */
public final class ParentCompatibility {

    private ParentCompatibility() {}

    /**
     * @throws dev.tabitat.core.error.Incompatible saying in what they differ
     * @throws dev.tabitat.core.error.Unsupported when their kind cannot be crossed
     */
    public static void requireFit(ModelPackage a, ModelPackage b) {
        Genes genes = Genes.of(a);
        genes.requireFits(Genes.of(b));
        if (genes.architecture().equals(Specialist.ID)) {
            for (ModelPackage one : List.of(a, b)) {
                Specialist.read(one).adapter().ifPresent(AdapterSum::requireKind);
            }
        }
    }
}
