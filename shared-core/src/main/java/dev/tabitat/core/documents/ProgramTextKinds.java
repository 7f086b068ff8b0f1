package dev.tabitat.core.documents;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kinds of files that are text for programs, not for people: mail, data, pictures and typesetting in markup. Read as
 * text, their markup and codes would be what is searched. They are known by what they begin with, or by their names'
 * endings.
 */
final class ProgramTextKinds {

    /** What a file is, and what a person can do with it. */
    record Kind(String what, String remedy) {}

    private static final Kind MAIL = new Kind("an e-mail message",
            "Open it in a mail program and save or print it as PDF, HTML or text.");
    private static final Kind MAILBOX = new Kind("a mailbox",
            "Open it in a mail program and save its messages as PDF, HTML or text.");
    private static final Kind SAVED_PAGE = new Kind("a saved page in one file (MHTML)",
            "Open it in a browser and save it as HTML or print it as PDF.");
    private static final Kind NOTEBOOK = new Kind("a notebook (Jupyter)", "Export it as HTML or Markdown.");
    private static final Kind JSON = new Kind("JSON data", "Export it as CSV or text.");
    private static final Kind DRAWING = new Kind("a picture (SVG)", "Open it in a browser and print it as PDF.");
    private static final Kind XML = new Kind("XML data",
            "Open it in the program that made it and save it as PDF, DOCX, CSV or text.");
    private static final Kind TEX = new Kind("a TeX file", "Typeset it and add the PDF.");
    private static final Kind CALENDAR = new Kind("a calendar (iCalendar)", "Export it as CSV or PDF.");
    private static final Kind CONTACTS = new Kind("an address book (vCard)", "Export it as CSV or PDF.");
    private static final Kind BIBLIOGRAPHY = new Kind("a bibliography (BibTeX)", "Export it as CSV, HTML or text.");
    private static final Kind KEY = new Kind("a key or certificate (PEM)",
            "Keys are no documents: keep it where it is safe.");

    private static final Map<String, Kind> BY_ENDING = Map.ofEntries(
            Map.entry("eml", MAIL), Map.entry("emlx", MAIL), Map.entry("mbox", MAILBOX), Map.entry("mht", SAVED_PAGE),
            Map.entry("mhtml", SAVED_PAGE), Map.entry("ipynb", NOTEBOOK),
            Map.entry("json", JSON), Map.entry("jsonl", JSON), Map.entry("ndjson", JSON), Map.entry("geojson", JSON),
            Map.entry("webmanifest", JSON), Map.entry("svg", DRAWING), Map.entry("xml", XML),
            Map.entry("xsd", XML), Map.entry("xsl", XML), Map.entry("xslt", XML), Map.entry("rss", XML),
            Map.entry("atom", XML), Map.entry("opf", XML), Map.entry("ncx", XML), Map.entry("fb2", XML),
            Map.entry("plist", XML), Map.entry("kml", XML), Map.entry("gpx", XML), Map.entry("opml", XML),
            Map.entry("fodt", XML), Map.entry("fods", XML), Map.entry("musicxml", XML), Map.entry("tei", XML),
            Map.entry("tex", TEX), Map.entry("latex", TEX), Map.entry("sty", TEX), Map.entry("cls", TEX),
            Map.entry("bib", BIBLIOGRAPHY), Map.entry("ics", CALENDAR), Map.entry("vcs", CALENDAR),
            Map.entry("vcf", CONTACTS), Map.entry("vcard", CONTACTS), Map.entry("pem", KEY));
    /** Endings under which a person says that it is to be read as text. */
    private static final Set<String> TEXTS = Set.of("txt", "text", "md", "markdown", "mdown", "csv", "tsv", "log");
    /** Only messages have these lines in their heads. */
    private static final List<String> MAIL_FIELDS = List.of("\nmime-version:", "\nmessage-id:", "\nreturn-path:",
            "\nreceived:", "\ncontent-transfer-encoding:", "\nx-mailer:", "\ndelivered-to:");

    private ProgramTextKinds() {}

    /**
     * What a text is, where it is none for people.
     *
     * @param text the beginning, in small letters, without white space before it
     * @param ending of the file's name, in small letters
     */
    static Optional<Kind> of(String text, String ending) {
        Optional<Kind> kind = byContent(text, TEXTS.contains(ending));
        return kind.isPresent() ? kind : Optional.ofNullable(BY_ENDING.get(ending));
    }

    private static Optional<Kind> byContent(String text, boolean isNamedText) {
        if (isMessage(text, isNamedText)) {
            boolean isPage = text.contains("multipart/related")
                    && (text.contains("\nsnapshot-content-location:") || text.startsWith("from: <saved by"));
            return Optional.of(isPage ? SAVED_PAGE : text.startsWith("from ") ? MAILBOX : MAIL);
        }
        if (text.startsWith("begin:vcalendar")) {
            return Optional.of(CALENDAR);
        }
        if (text.startsWith("begin:vcard")) {
            return Optional.of(CONTACTS);
        }
        if (text.startsWith("-----begin ") && text.contains("-----\n")) {
            return Optional.of(KEY);
        }
        if (isNamedText) {
            return Optional.empty();
        }
        if (text.startsWith("<svg") || text.startsWith("<!doctype svg")
                || text.startsWith("<?xml") && text.contains("<svg") && !text.contains("<html")) {
            return Optional.of(DRAWING);
        }
        if (text.startsWith("<?xml") && !text.contains("<html") && !text.contains("<!doctype html")) {
            return Optional.of(XML);
        }
        if (isJson(text)) {
            return Optional.of(text.contains("\"nbformat\"") || text.contains("\"cell_type\"") ? NOTEBOOK : JSON);
        }
        return text.startsWith("\\documentclass") || text.startsWith("\\documentstyle") ? Optional.of(TEX)
                : Optional.empty();
    }

    /** By the lines of a message's head; of what is named a text only a message whose body is encoded. */
    private static boolean isMessage(String text, boolean isNamedText) {
        int colon = text.indexOf(':');
        boolean beginsAsHead = text.startsWith("from ") || colon > 1 && colon < 40 && isFieldName(text, colon);
        if (!beginsAsHead) {
            return false;
        }
        String plain = "\n" + text.replace("\r\n", "\n");
        int end = plain.indexOf("\n\n");
        String head = end < 0 ? plain : plain.substring(0, end);
        int fields = 0;
        for (String field : MAIL_FIELDS) {
            fields += head.contains(field) ? 1 : 0;
        }
        boolean hasSender = head.contains("\nfrom:") || head.contains("\nsubject:") || head.contains("\nto:");
        if (isNamedText) {
            return fields > 1 && (plain.contains("\ncontent-transfer-encoding: base64")
                    || plain.contains("\ncontent-transfer-encoding: quoted-printable"));
        }
        return fields > 1 || fields > 0 && hasSender;
    }

    private static boolean isFieldName(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** An object with a name, or a list of objects, of arrays or of strings, and nothing that prose would have. */
    private static boolean isJson(String text) {
        int at = 0;
        StringBuilder first = new StringBuilder();
        while (at < text.length() && first.length() < 3) {
            if (text.charAt(at) > ' ') {
                first.append(text.charAt(at));
            }
            at++;
        }
        String start = first.toString();
        return start.startsWith("{\"") && text.contains("\":") || start.startsWith("[{\"") && text.contains("\":")
                || start.startsWith("[[\"") || start.startsWith("[[[");
    }
}
