package dev.tabitat.web.view.screen;

import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;

/** What is known for all screens; a screen reads it and never changes it. */
public interface Shared {

    Packages packages();

    PageStatus status();
}
