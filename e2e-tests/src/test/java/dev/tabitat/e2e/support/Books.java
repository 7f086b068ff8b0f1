package dev.tabitat.e2e.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFFootnote;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTRunTrackChange;

/** Word files, made by POI, and e-books for the journeys; a locked one and a bomb. */
public final class Books {

    /** Stands in the Word file as deleted, with changes tracked: nobody should find it. */
    public static final String DELETED = "This clause about the pickled walnuts was struck out.";
    public static final String FOOTNOTE = "See the minutes of the harbour board for the dredging contract.";
    public static final String CELL = "Tarred hemp rope forty fathoms";

    private static final String WORD = "The harbour master inspects every mooring before the October gales.";
    private static final String BOOK = "Marta found the compass under the floorboards of the boathouse.";

    private Books() {}

    public static Texts.File docx() {
        return new Texts.File("harbour.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                word(), WORD);
    }

    /** A Word file that opens by a password only. */
    public static byte[] locked(String password) {
        try (POIFSFileSystem files = new POIFSFileSystem(); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword(password);
            try (OutputStream sealed = encryptor.getDataStream(files)) {
                sealed.write(word());
            }
            files.writeFilesystem(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Texts.File epub() {
        return zip("compass.epub", "application/epub+zip", BOOK, zip -> {
            byte[] type = "application/epub+zip".getBytes(StandardCharsets.US_ASCII);
            ZipEntry first = new ZipEntry("mimetype");
            CRC32 sum = new CRC32();
            sum.update(type);
            first.setMethod(ZipEntry.STORED);
            first.setSize(type.length);
            first.setCrc(sum.getValue());
            zip.putNextEntry(first);
            zip.write(type);
            put(zip, "META-INF/container.xml",
                    "<?xml version='1.0'?><container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
                            + "<rootfile full-path='OPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>");
            put(zip, "OPS/book.opf",
                    "<?xml version='1.0'?><package version='3.0' unique-identifier='id' xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                            + "<dc:identifier id='id'>urn:compass</dc:identifier><dc:title>The Compass</dc:title><dc:language>en</dc:language></metadata><manifest>"
                            + "<item id='a' href='one.xhtml' media-type='application/xhtml+xml'/><item id='b' href='two.xhtml' media-type='application/xhtml+xml'/>"
                            + "</manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>");
            put(zip, "OPS/one.xhtml", chapter("The storm", "Rain beat on the shutters all night and nobody slept."));
            put(zip, "OPS/two.xhtml", chapter("The boathouse", BOOK));
        });
    }

    /** A few hundred kilobytes under a Word file's name that inflate to this many bytes. */
    public static byte[] bomb(long inflated) {
        return zip("bomb.docx", "", "", zip -> {
            put(zip, "[Content_Types].xml",
                    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='xml' ContentType='application/xml'/>"
                            + "<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>");
            put(zip, "_rels/.rels",
                    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r' "
                            + "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>");
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            byte[] spaces = new byte[1 << 20];
            java.util.Arrays.fill(spaces, (byte) ' ');
            for (long left = inflated; left > 0; left -= spaces.length) {
                zip.write(spaces, 0, (int) Math.min(left, spaces.length));
            }
        }).bytes();
    }

    private static byte[] word() {
        try (XWPFDocument document = new XWPFDocument(); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            heading(document, "Harbour rules", 1);
            heading(document, "Moorings", 2);
            XWPFParagraph paragraph = document.createParagraph();
            paragraph.createRun().setText(WORD);
            XWPFFootnote note = document.createFootnote();
            note.createParagraph().createRun().setText(FOOTNOTE);
            paragraph.addFootnoteReference(note);
            CTRunTrackChange struck = document.createParagraph().getCTP().addNewDel();
            struck.setId(BigInteger.ONE);
            struck.setAuthor("A clerk");
            struck.addNewR().addNewDelText().setStringValue(DELETED);
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Store");
            table.getRow(0).getCell(1).setText("Amount");
            table.getRow(1).getCell(0).setText("Boatshed");
            table.getRow(1).getCell(1).setText(CELL);
            document.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void heading(XWPFDocument document, String text, int level) {
        XWPFParagraph paragraph = document.createParagraph();
        paragraph.setStyle("Heading" + level);
        paragraph.getCTP().getPPr().addNewOutlineLvl().setVal(BigInteger.valueOf(level - 1L));
        paragraph.createRun().setText(text);
    }

    @FunctionalInterface
    private interface Fill {
        void into(ZipOutputStream zip) throws IOException;
    }

    private static Texts.File zip(String name, String type, String sentence, Fill fill) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            fill.into(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Texts.File(name, type, out.toByteArray(), sentence);
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String chapter(String heading, String text) {
        return "<?xml version='1.0' encoding='UTF-8'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>"
                + heading + "</title></head><body><h1>"
                + heading + "</h1><p>" + text + "</p></body></html>";
    }
}
