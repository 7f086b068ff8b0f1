package dev.tabitat.kernels.backend;

import java.util.ArrayList;
import java.util.List;

/** Constants in memory that several sessions read: given back when the last of them closes. */
final class SharedConstants {

    private final KernelMemory memory;
    private final Region region;
    private final List<Object> users = new ArrayList<>();

    SharedConstants(KernelMemory memory, Region region) {
        this.memory = memory;
        this.region = region;
    }

    int address() {
        return region.address();
    }

    void use(Object session) {
        users.add(session);
    }

    /** Bytes that count for this session: all for the first of those that use them, so that sessions add up. */
    long bytesOf(Object session) {
        return users.indexOf(session) == 0 ? region.bytes() : 0;
    }

    void leave(Object session) {
        if (users.remove(session) && users.isEmpty()) {
            memory.giveBack(region);
        }
    }
}
