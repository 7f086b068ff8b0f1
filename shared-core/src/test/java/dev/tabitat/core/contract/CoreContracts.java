package dev.tabitat.core.contract;

import java.util.ArrayList;
import java.util.List;

/** Every contract of the core. */
public final class CoreContracts {

    private CoreContracts() {}

    public static List<Contract> all() {
        List<Contract> all = new ArrayList<>();
        all.addAll(JsonContract.all());
        all.addAll(DigestContract.all());
        return all;
    }
}
