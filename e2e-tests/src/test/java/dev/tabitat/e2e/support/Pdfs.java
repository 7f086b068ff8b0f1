package dev.tabitat.e2e.support;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/**
 * PDF files for the journeys, made by PDFBox or, where no tool would write such, by hand: good, locked, scanned,
 * damaged and hostile.
 */
public final class Pdfs {

    /** The lines of a page of {@link #handbook} stand so far apart, in points. */
    public static final float LEADING = 16;
    /** Where the first line of a page stands, in points from the upper edge. */
    public static final float TOP = 72;

    private Pdfs() {}

    /** One page: a heading and the lines below it. */
    public record Leaf(String heading, List<String> lines) {}

    /** Four pages about a lighthouse; each sentence is a line of its own and stands on one page only. */
    public static List<Leaf> handbook() {
        return List.of(
                new Leaf("The lighthouse of Norderwall", List.of(
                        "The tower was built of granite in the year 1874 by masons from the mainland.",
                        "Its lamp can be seen from twenty-two nautical miles on a clear night.",
                        "A spiral staircase of one hundred and ninety-three steps leads to the gallery.")),
                new Leaf("Keepers and their work", List.of(
                        "Every evening the keeper wound the clockwork that turned the lens.",
                        "Storm petrels sometimes flew against the glass and were nursed in the kitchen.",
                        "The last keeper retired when the lamp was automated in 1986.")),
                new Leaf("Visiting today", List.of(
                        "Visitors reach the island by the small ferry that leaves at half past nine.",
                        "Dogs are welcome on the path but must stay out of the breeding grounds.",
                        "Caf\u00e9 and na\u00efve fa\u00e7ade: the tea room serves cr\u00e8me br\u00fbl\u00e9e and K\u00e4sekuchen.")),
                new Leaf("Repairs", List.of(
                        "Salt had eaten the iron railing so it was replaced by bronze.",
                        "The foghorn uses compressed air and is tested on the first Monday of a month.",
                        "Engineers measured a tilt of eleven millimetres towards the north-west.")));
    }

    /** The handbook with a title of the caller's. */
    public static byte[] handbook(String title) {
        return made(handbook(), title, document -> {});
    }

    /** The handbook, opened by a password only. */
    public static byte[] locked(String password) {
        return made(handbook(), "Locked", document -> {
            StandardProtectionPolicy policy = new StandardProtectionPolicy("owner of " + password, password,
                    new AccessPermission());
            policy.setEncryptionKeyLength(128);
            document.protect(policy);
        });
    }

    /**
     * The word that stands on this page of {@link #ofPages} and on no other; letters only, so that it is one word
     * everywhere.
     */
    public static String mark(int page) {
        StringBuilder word = new StringBuilder("zq");
        for (int rest = page; rest > 0; rest /= 20) {
            word.append("bcdfghjklmnprstvwxzq".charAt(rest % 20)).append('a');
        }
        return word.append("oth").toString();
    }

    /** So many pages, each with a sentence that only it has. */
    public static byte[] ofPages(int pages) {
        List<Leaf> leaves = new ArrayList<>(pages);
        for (int page = 1; page <= pages; page++) {
            leaves.add(new Leaf("Ledger " + page,
                    List.of("The clerk of this ledger wrote the word " + mark(page) + " into the margin.",
                            "Weights and measures follow in the usual order of the house.")));
        }
        return made(leaves, "Ledgers", document -> {});
    }

    /** Pages that are pictures of text. */
    public static byte[] scanned() {
        try (PDDocument document = new PDDocument()) {
            for (int at = 0; at < 2; at++) {
                BufferedImage picture = new BufferedImage(600, 800, BufferedImage.TYPE_BYTE_GRAY);
                Graphics2D pen = picture.createGraphics();
                pen.setColor(Color.WHITE);
                pen.fillRect(0, 0, 600, 800);
                pen.setColor(Color.BLACK);
                for (int line = 0; line < 20; line++) {
                    pen.fillRect(60, 60 + 30 * line, 300 + 7 * line, 8);
                }
                pen.dispose();
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawImage(LosslessFactory.createFromImage(document, picture), 0, 0, 595, 842);
                }
            }
            return bytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first half of the handbook. */
    public static byte[] truncated() {
        byte[] whole = handbook("Truncated");
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** The handbook whose middle is noise. */
    public static byte[] spoiled() {
        byte[] whole = handbook("Spoiled");
        for (int at = whole.length / 4; at < whole.length * 3 / 4; at++) {
            whole[at] = (byte) (at * 2654435761L >> 11);
        }
        return whole;
    }

    /** The handbook without its table of objects, which readers can make again. */
    public static byte[] withoutXref() {
        byte[] whole = handbook("Without a table");
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int table = text.lastIndexOf("\nxref");
        return (table < 0 ? text.substring(0, text.lastIndexOf("startxref")) : text.substring(0, table))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A page whose content stream inflates, through two filters, to this many bytes. */
    public static byte[] bomb(long inflated) {
        return byHand(List.of(
                "<< /Type /Catalog /Pages 2 0 R >>".getBytes(StandardCharsets.ISO_8859_1),
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".getBytes(StandardCharsets.ISO_8859_1),
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
                        .getBytes(StandardCharsets.ISO_8859_1),
                stream("/Filter [/FlateDecode /FlateDecode]", deflated(deflatedSpaces(inflated)))));
    }

    /** A page tree that is its own child, and a form that draws itself. */
    public static byte[] endless() {
        return byHand(List.of(
                "<< /Type /Catalog /Pages 2 0 R >>".getBytes(StandardCharsets.ISO_8859_1),
                "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2000000 >>".getBytes(StandardCharsets.ISO_8859_1),
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >> >>"
                        .getBytes(StandardCharsets.ISO_8859_1),
                stream("", "/A Do".getBytes(StandardCharsets.ISO_8859_1)),
                stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 5 0 R >> >>",
                        "/A Do /A Do".getBytes(StandardCharsets.ISO_8859_1))));
    }

    @FunctionalInterface
    private interface Touch {
        void to(PDDocument document) throws IOException;
    }

    private static byte[] made(List<Leaf> leaves, String title, Touch touch) {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentInformation().setTitle(title);
            PDFont plain = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
            PDFont bold = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
            for (Leaf leaf : leaves) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    float y = PDRectangle.A4.getHeight() - TOP;
                    line(content, bold, 18, y, leaf.heading());
                    for (String text : leaf.lines()) {
                        y -= 2 * LEADING;
                        line(content, plain, 11, y, text);
                    }
                }
            }
            touch.to(document);
            return bytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(PDPageContentStream content, PDFont font, float size, float y, String text)
            throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(72, y);
        content.showText(text);
        content.endText();
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    private static byte[] stream(String entries, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("<< " + entries + " /Length " + body.length + " >>\nstream\n").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        out.writeBytes("\nendstream".getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static byte[] byHand(List<byte[]> objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        for (int at = 0; at < objects.size(); at++) {
            table.append(String.format("%010d 00000 n \n", out.size()));
            out.writeBytes(((at + 1) + " 0 obj\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(objects.get(at));
            out.writeBytes("\nendobj\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        int start = out.size();
        out.writeBytes((table + "trailer\n<< /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + start
                + "\n%%EOF\n").getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflatedSpaces(long count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        try (OutputStream deflater = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
            for (long left = count; left > 0; left -= spaces.length) {
                deflater.write(spaces, 0, (int) Math.min(left, spaces.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
