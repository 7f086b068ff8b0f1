package dev.tabitat.web.view.screen;

import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;

/** What is known for all screens, as a test sets it. */
public final class FakeShared implements Shared {

    public Packages packages = Packages.UNKNOWN;
    public PageStatus status = PageStatus.FIRST;

    @Override
    public Packages packages() {
        return packages;
    }

    @Override
    public PageStatus status() {
        return status;
    }
}
