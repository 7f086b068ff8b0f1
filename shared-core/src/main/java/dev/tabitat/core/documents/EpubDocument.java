package dev.tabitat.core.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.markup.XmlReader;
import dev.tabitat.core.text.PlatformDecoder;
import dev.tabitat.core.text.TextEncoding;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The reader of e-books (.epub): the chapters in reading order. Places are chapters, named as the table of contents
 * does, else by their first heading.
 *
 * <pre>
 * file    = zip archive: "META-INF/container.xml" names the package document; it lists the files, their order and the title
 * chapter = XHTML, read as {@link HtmlDocument} reads it, with the texts of its SVG pictures; or an SVG picture; or one of these that
 *           the package document names as a fallback
 * </pre>
 *
 * <p>
 * Source: W3C, EPUB 3.3; IDPF, Open Packaging Format 2.0.1.
 */
public final class EpubDocument {

    private static final String CONTAINER = "META-INF/container.xml";
    private static final String ENCRYPTION = "META-INF/encryption.xml";
    private static final Set<String> SCRAMBLED_FONTS = Set.of("http://www.idpf.org/2008/embedding",
            "http://ns.adobe.com/pdf/enc#RC");

    private EpubDocument() {}

    /** As {@link #read(Slices, PlatformDecoder)}, where the platform decodes nothing. */
    public static DocumentText read(Slices file) {
        return read(file, PlatformDecoder.NONE);
    }

    /**
     * A book's text.
     *
     * @throws DamagedData when the file is no e-book, is cut off or malformed
     * @throws Unsupported when its chapters are encrypted
     * @throws dev.tabitat.core.error.OutOfBudget when it is too long
     */
    public static DocumentText read(Slices file, PlatformDecoder decoder) {
        Packaged files = new Packaged(file, decoder);
        EpubPackage book = EpubPackage.read(files, packageName(files));
        requireOpen(files, book);
        TextBuilder out = new TextBuilder();
        out.title(book.title());
        Set<String> read = new HashSet<>();
        int number = 0;
        for (EpubPackage.Chapter chapter : book.chapters()) {
            number++;
            if (!files.has(chapter.name())) {
                out.notice("Chapter " + number + " is missing from the file.");
            } else if (chapter.kind() == EpubPackage.Kind.OTHER) {
                boolean isPicture = chapter.type().startsWith("image/");
                out.notice("Chapter " + number + (isPicture ? " is a picture; pictures are not read."
                        : " was left out: it is of the type " + type(chapter) + ", which is not read."));
            } else if (read.add(chapter.name())) {
                boolean holdsText = chapter(files, book, chapter, number, out);
                if (!holdsText && chapter.kind() == EpubPackage.Kind.SVG) {
                    out.notice("Chapter " + number + " is a picture without text.");
                }
            }
        }
        DocumentText text = out.build();
        if (text.blocks().isEmpty()) {
            out.notice("The book holds no text; pictures are not read.");
            return out.build();
        }
        return text;
    }

    private static String type(EpubPackage.Chapter chapter) {
        return chapter.type().isEmpty() ? "unknown" : TextBuilder.clean(chapter.type());
    }

    /** @return whether there was text in it */
    private static boolean chapter(Packaged files, EpubPackage book, EpubPackage.Chapter chapter, int number,
            TextBuilder out) {
        int start = out.position();
        int[] blocks = {0};
        String[] first = {""};
        TextEncoding.Decoded decoded = files.decoded(chapter.name());
        decoded.notice().ifPresent(notice -> out.notice("Chapter " + number + notice.substring("The file".length())));
        // The title of a chapter's page is often the book's or the program's that made it.
        new HtmlBlocks(decoded.text(), HtmlBlocks.Syntax.XHTML, out, pageTitle -> {}, () -> {
            boolean isHeading = out.isHeading();
            if (out.end()) {
                blocks[0]++;
                first[0] = isHeading && first[0].isEmpty() ? out.heading() : first[0];
            }
        }).read();
        String label = book.label(chapter.name());
        out.place(start, Place.Unit.CHAPTER, number, label.isEmpty() ? first[0] : label, Optional.empty());
        return blocks[0] > 0;
    }

    private static String packageName(Packaged files) {
        if (!files.has(CONTAINER)) {
            throw damaged("The file is no e-book.", CONTAINER, "another archive");
        }
        XmlReader xml = files.xml(CONTAINER);
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token == XmlReader.Token.START && xml.name().equals("rootfile")) {
                String name = Packaged.resolve("", xml.attribute("full-path"));
                if (files.has(name)) {
                    return name;
                }
            }
        }
        throw damaged("The e-book lacks its list of files.", "a package document named in " + CONTAINER, "none");
    }

    /** Scrambled fonts do not matter; an encrypted chapter does. */
    private static void requireOpen(Packaged files, EpubPackage book) {
        if (!files.has(ENCRYPTION)) {
            return;
        }
        String method = "";
        XmlReader xml = files.xml(ENCRYPTION);
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token != XmlReader.Token.START) {
                continue;
            }
            if (xml.name().equals("EncryptedData")) {
                method = "";
            } else if (xml.name().equals("EncryptionMethod") && method.isEmpty()) {
                method = xml.attribute("Algorithm");
            } else if (xml.name().equals("CipherReference") && !SCRAMBLED_FONTS.contains(method)
                    && book.isContent(Packaged.resolve("", xml.attribute("URI")))) {
                throw new Unsupported("The e-book is protected by DRM: its chapters are encrypted.",
                        Finding.at("e-book, " + ENCRYPTION).expected("chapters that anyone can read")
                                .found(method.isEmpty() ? "encrypted ones" : method)
                                .remedy("Ask the publisher for a copy without DRM."));
            }
        }
    }

    static DamagedData damaged(String message, String expected, String found) {
        return new DamagedData(message,
                Finding.at("e-book").expected(expected).found(found).remedy("Get the file again."));
    }
}
