package dev.tabitat.web.build;

import java.util.List;

/** A part of the site, by when its files are loaded. */
enum Part {
    /** What a first visit loads until the first answer, with what the service worker keeps then. */
    START("start", "first visit"),
    /** Every screen and every worker. */
    APP("app", "whole app"),
    /** pdf.js, which reads PDFs. */
    PDF("pdf", "reading PDFs"),
    /** Files for people and other programs, which the app does not load. */
    REFERENCE("reference", "for reference");

    private static final List<String> START_FILES = List.of("index.html", "manifest.webmanifest", "service-worker.js");

    private final String id;
    private final String title;

    Part(String id, String title) {
        this.id = id;
        this.title = title;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** @throws IllegalStateException when there is no such part */
    static Part parse(String id) {
        for (Part part : values()) {
            if (part.id.equals(id)) {
                return part;
            }
        }
        throw new IllegalStateException("There is no part " + id + " of the site.");
    }

    /** The part to which a file of the site belongs. */
    static Part of(String path) {
        if (START_FILES.contains(path)) {
            return START;
        }
        if (!path.startsWith("assets/")) {
            return REFERENCE;
        }
        String name = path.substring("assets/".length());
        if (name.startsWith("documents-")) {
            return PDF;
        }
        boolean isStart = name.endsWith(".css") && !name.startsWith("screens-") || name.endsWith(".svg")
                || name.startsWith("start-");
        return isStart ? START : APP;
    }
}
