package dev.tabitat.core.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.markup.XmlReader;
import dev.tabitat.core.format.zip.ZipLimits;
import dev.tabitat.core.format.zip.ZipReader;
import dev.tabitat.core.text.DeclaredEncoding;
import dev.tabitat.core.text.PlatformDecoder;
import dev.tabitat.core.text.TextEncoding;
import dev.tabitat.core.text.Utf8;

/** A document that is a zip archive of markup files. */
final class Packaged {

    /** 64 MiB a file and 256 MiB together: a tab holds each as text, too. */
    private static final ZipLimits LIMITS = new ZipLimits(20_000, 1 << 26, 1L << 28);

    private final ZipReader archive;
    private final PlatformDecoder decoder;

    Packaged(Slices file, PlatformDecoder decoder) {
        archive = ZipReader.open(file, LIMITS);
        this.decoder = decoder;
    }

    boolean has(String name) {
        return archive.has(name);
    }

    /** A file's text. @throws DamagedData when there is none of that name */
    String text(String name) {
        return decoded(name).text();
    }

    /** A file's text and how it was decoded. @throws DamagedData when there is none of that name */
    TextEncoding.Decoded decoded(String name) {
        byte[] bytes = archive.read(name);
        return TextEncoding.decode(bytes, DeclaredEncoding.inMarkup(bytes), decoder);
    }

    /** A file's tokens. @throws DamagedData when there is none of that name */
    XmlReader xml(String name) {
        return new XmlReader(text(name), name);
    }

    /**
     * A reference inside the package, such as {@code ../text/a%20b.xhtml#c}, as a name in the archive; empty when it
     * leads out of it.
     */
    static String resolve(String base, String href) {
        int end = href.length();
        for (char mark : new char[]{'#', '?'}) {
            int at = href.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String path = percentDecoded(href.substring(0, end));
        boolean isAbsolute = path.startsWith("/");
        StringBuilder name = new StringBuilder(isAbsolute ? "" : base.substring(0, base.lastIndexOf('/') + 1));
        for (int from = isAbsolute ? 1 : 0; from <= path.length();) {
            int slash = path.indexOf('/', from);
            String part = path.substring(from, slash < 0 ? path.length() : slash);
            if (part.equals("..")) {
                if (name.length() == 0) {
                    return "";
                }
                name.setLength(name.lastIndexOf("/", name.length() - 2) + 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                name.append(part).append(slash < 0 ? "" : "/");
            }
            from = slash < 0 ? path.length() + 1 : slash + 1;
        }
        return name.toString();
    }

    private static String percentDecoded(String text) {
        if (text.indexOf('%') < 0 || Utf8.firstUnpairedSurrogate(text, 0) >= 0) {
            return text;
        }
        byte[] bytes = Utf8.encode(text);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(bytes[i + 2]);
            bytes[length++] = low < 0 ? bytes[i] : (byte) (high << 4 | low);
            i += low < 0 ? 0 : 2;
        }
        try {
            return Utf8.decode(bytes, 0, length);
        } catch (DamagedData another) {
            return text;
        }
    }

    private static int hex(int c) {
        return c >= '0' && c <= '9' ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
