package dev.tabitat.core.documents;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.text.DeclaredEncoding;
import dev.tabitat.core.text.TextEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The entry to the readers: what kind of document a file is, and what it says. */
public final class Documents {

    /** How many bytes of a file's start {@link #sniff} wants to see. */
    public static final int HEAD = 4096;

    private static final int PDF_HEAD = 1024;
    private static final long MAX_TEXT_BYTES = 1L << 27;
    /** More control characters than one in so many, and it is no text. */
    private static final int CONTROLS = 50;
    /** More characters that Unicode has not than one in so many, and it is no UTF-16. */
    private static final int UNASSIGNED = 20;

    private Documents() {}

    /** A kind of document that can be read. */
    public enum Format implements Identified {
        PDF,
        MARKDOWN,
        TEXT,
        HTML,
        CSV,
        DOCX,
        EPUB;

        /** Its stable name in scripts and in the store. */
        @Override
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws InvalidInput when there is none of that name */
        public static Format of(String id) {
            return Ids.parse(values(), id, "format",
                    finding -> new InvalidInput("There is no such kind of document.", finding));
        }
    }

    /** Bytes by which a file is known, where they stand, what it is then, and what a person can do. */
    private record Known(int at, String bytes, String what, String remedy) {}

    private static final String EXPORT = "Open it in the program that made it and save it as PDF, DOCX or text.";
    private static final String RECOGNIZE = "Run text recognition (OCR) over it in another program and add its text.";
    private static final String UNPACK = "Unpack it and add the documents in it.";
    /** Said behind every remedy. */
    private static final String ACCEPTED = "PDF, DOCX, EPUB, HTML, Markdown, CSV and text files can be added.";
    private static final String OTHER = "";
    private static final List<Known> KNOWN = List.of(
            new Known(0, "\u00D0\u00CF\u0011\u00E0", "an Office file from before 2007, or one with a password",
                    "Open it in Word or LibreOffice and save it as DOCX or PDF, without a password."),
            new Known(0, "{\\rtf", "a Rich Text file", "Open it in a word processor and save it as DOCX or PDF."),
            new Known(0, "%!PS", "a PostScript file", "Convert it to PDF."),
            new Known(0, "\u0089PNG", "a picture (PNG)", RECOGNIZE),
            new Known(0, "\u00FF\u00D8\u00FF", "a picture (JPEG)", RECOGNIZE),
            new Known(0, "GIF8", "a picture (GIF)", RECOGNIZE),
            new Known(0, "II*\u0000", "a picture (TIFF)", RECOGNIZE),
            new Known(0, "MM\u0000*", "a picture (TIFF)", RECOGNIZE),
            new Known(8, "WEBP", "a picture (WebP)", RECOGNIZE),
            new Known(4, "ftyphei", "a picture (HEIC)", RECOGNIZE),
            new Known(4, "ftypavif", "a picture (AVIF)", RECOGNIZE),
            new Known(4, "ftyp", "a film or a recording", OTHER),
            new Known(8, "WAVE", "a recording", OTHER),
            new Known(0, "ID3", "a recording", OTHER),
            new Known(0, "OggS", "a recording", OTHER),
            new Known(0, "\u007FELF", "a program", OTHER),
            new Known(0, "\u0000asm", "a program", OTHER),
            new Known(0, "\u00CA\u00FE\u00BA\u00BE", "a program", OTHER),
            new Known(0, "MZ\u0090\u0000", "a program", OTHER),
            new Known(0, "\u001F\u008B", "a packed file (gzip)", UNPACK),
            new Known(0, "7z\u00BC\u00AF", "an archive (7-Zip)", UNPACK),
            new Known(0, "Rar!\u001A", "an archive (RAR)", UNPACK),
            new Known(0, "\u00FD7zXZ", "a packed file (xz)", UNPACK),
            new Known(0, "BZh", "a packed file (bzip2)", UNPACK),
            new Known(0, "SQLite format 3", "a database", "Export its tables as CSV."));

    /**
     * What kind of document a file is: by its bytes, and between kinds of text by its name.
     *
     * @param head the first {@link #HEAD} bytes, or all where there are fewer
     * @throws Unsupported when it is none that can be read, naming what it seems to be and what to do
     */
    public static Format sniff(String name, byte[] head) {
        String latin = latin(head, Math.min(head.length, HEAD));
        int pdf = latin.indexOf("%PDF-");
        if (pdf >= 0 && pdf < PDF_HEAD) {
            return Format.PDF;
        }
        String ending = ending(name);
        if (latin.startsWith("PK\u0003\u0004")) {
            return packed(name, latin, ending);
        }
        for (Known known : KNOWN) {
            if (latin.startsWith(known.bytes, known.at)) {
                throw unsupported(name, known.what, known.remedy);
            }
        }
        TextEncoding.Decoded decoded = TextEncoding.decode(head.length > HEAD ? Arrays.copyOf(head, HEAD) : head);
        String text = decoded.text();
        if (isBlank(text)) {
            throw unsupported(name, "an empty file", "Add a file with text in it.");
        }
        if (controls(text) * CONTROLS > text.length()) {
            throw unsupported(name, "not text: more than one byte in " + CONTROLS + " is a control character", OTHER);
        }
        boolean isWideByShape = decoded.basis() == TextEncoding.Basis.SHAPE && decoded.encoding() != TextEncoding.UTF_8;
        if (isWideByShape && unassigned(text) * UNASSIGNED > text.length()) {
            throw unsupported(name, "not text: its bytes are characters in no encoding", OTHER);
        }
        String start = text.trim().toLowerCase(Locale.ROOT);
        Format format = ofText(start, ending);
        if (format != Format.HTML) {
            ProgramTextKinds.of(start, ending).ifPresent(other -> {
                throw unsupported(name, other.what(), other.remedy());
            });
        }
        return format;
    }

    private static Format packed(String name, String latin, String ending) {
        if (latin.contains("mimetypeapplication/epub+zip")) {
            return Format.EPUB;
        }
        if (latin.contains("mimetypeapplication/vnd.oasis.opendocument") || ending.equals("odt") || ending.equals("ods")
                || ending.equals("odp")) {
            throw unsupported(name, "an OpenDocument file", "Open it in LibreOffice and save it as DOCX or PDF.");
        }
        if (latin.contains("word/") || ending.equals("docx") || ending.equals("docm") || ending.equals("dotx")) {
            return Format.DOCX;
        }
        if (ending.equals("epub")) {
            return Format.EPUB;
        }
        if (latin.contains("xl/") || ending.equals("xlsx")) {
            throw unsupported(name, "an Excel workbook", "Open it and save each sheet as CSV.");
        }
        if (latin.contains("ppt/") || ending.equals("pptx")) {
            throw unsupported(name, "a PowerPoint file", "Open it and save it as PDF.");
        }
        throw unsupported(name, "an archive (ZIP)", UNPACK);
    }

    private static Format ofText(String text, String ending) {
        boolean isMarkdown = ending.equals("md") || ending.equals("markdown") || ending.equals("mdown");
        boolean html = text.startsWith("<!doctype html") || text.startsWith("<html")
                || text.startsWith("<?xml") && text.contains("<html");
        if (html && !isMarkdown || ending.equals("html") || ending.equals("htm") || ending.equals("xhtml")) {
            return Format.HTML;
        }
        if (isMarkdown) {
            return Format.MARKDOWN;
        }
        return ending.equals("csv") || ending.equals("tsv") ? Format.CSV : Format.TEXT;
    }

    private static Unsupported unsupported(String name, String what, String remedy) {
        return new Unsupported("The file seems to be " + what + ".",
                Finding.at(name.isEmpty() ? "the file" : name)
                        .expected("a PDF, DOCX, EPUB, HTML, Markdown, CSV or text file").found(what)
                        .remedy(remedy.isEmpty() ? ACCEPTED : remedy + " " + ACCEPTED));
    }

    private static String latin(byte[] head, int length) {
        StringBuilder latin = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            latin.append((char) (head[i] & 0xFF));
        }
        return latin.toString();
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ' ' && !TextBuilder.isWhite(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int controls(String text) {
        int controls = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            controls += c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\u001B' ? 1 : 0;
        }
        return controls;
    }

    /** As {@link #read(Format, Slices, Source)}, of a file of which nothing else is known. */
    public static DocumentText read(Format format, Slices file) {
        return read(format, file, Source.UNKNOWN);
    }

    private static int unassigned(String text) {
        int unassigned = 0;
        for (int i = 0; i < text.length(); i++) {
            int type = Character.getType(text.charAt(i));
            unassigned += type == Character.UNASSIGNED || type == Character.PRIVATE_USE || text.charAt(i) == '\uFFFD'
                    ? 1
                    : 0;
        }
        return unassigned;
    }

    /**
     * What a file says; a PDF is read page by page instead, see {@link PdfAssembler}.
     *
     * @throws Unsupported when it holds no text, or what this version cannot read
     * @throws dev.tabitat.core.error.DamagedData when it is broken
     * @throws OutOfBudget when it is too long for a tab
     */
    public static DocumentText read(Format format, Slices file, Source source) {
        DocumentText document = switch (format) {
            case PDF -> throw new InvalidInput("A PDF is read page by page.",
                    Finding.at("format").expected("another format").found("pdf"));
            case DOCX -> DocxDocument.read(file, source.decoder());
            case EPUB -> EpubDocument.read(file, source.decoder());
            case HTML, MARKDOWN, TEXT, CSV -> readText(format, file, source);
        };
        if (document.text().isEmpty()) {
            throw new Unsupported("The document holds no text.",
                    Finding.at("the document").expected("letters").found("none").remedy(EXPORT));
        }
        return document;
    }

    private static DocumentText readText(Format format, Slices file, Source source) {
        if (file.length() > MAX_TEXT_BYTES) {
            throw new OutOfBudget("The file is too long.",
                    Finding.at("the document").expected("at most " + MAX_TEXT_BYTES + " bytes")
                            .found(file.length() + " bytes").remedy("Split it into smaller files."));
        }
        byte[] bytes = file.read(0, (int) file.length());
        String sent = DeclaredEncoding.inMediaType(source.mediaType());
        String declared = sent.isEmpty() && format == Format.HTML ? DeclaredEncoding.inMarkup(bytes) : sent;
        TextEncoding.Decoded decoded = TextEncoding.decode(bytes, declared, source.decoder());
        DocumentText document = switch (format) {
            case HTML -> HtmlDocument.read(decoded.text());
            case MARKDOWN -> MarkdownDocument.read(decoded.text());
            case CSV -> CsvDocument.read(decoded.text());
            default -> PlainTextDocument.read(decoded.text());
        };
        if (decoded.notice().isEmpty()) {
            return document;
        }
        List<String> notices = new ArrayList<>(document.notices());
        notices.add(0, decoded.notice().get());
        return new DocumentText(document.title(), document.text(), document.blocks(), document.places(), notices);
    }
}
