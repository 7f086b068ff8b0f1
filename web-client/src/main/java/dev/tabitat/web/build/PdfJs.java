package dev.tabitat.web.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Mozilla's pdf.js (Apache-2.0), as its Maven artifact has it, each file held to its digest; with our reader in front.
 */
final class PdfJs {

    /** Our script, which names the others. */
    static final String READER = "documents-pdf.js";

    /** The version whose files were looked at. */
    static final String VERSION = "5.4.624";

    private static final String FOLDER = "META-INF/resources/webjars/pdfjs-dist/" + VERSION + "/";
    /** The builds that run in browsers of some years: their prelude adds what those lack. */
    private static final String API = "legacy/build/pdf.min.mjs";
    private static final String WORKER = "legacy/build/pdf.worker.min.mjs";
    private static final String API_SHA256 = "246b088f414359637e6403753a1e815caa4bd20e9c645be4b5ef4c89f405aafa";
    private static final String WORKER_SHA256 = "88b29a656ecf0b104c2ef1b620be099c523be2a57f27fbb8a42bdac6b8c9a4c0";
    private static final String MAPS_SHA256 = "77282a2c2a811d9331a7b8d79584e65b11241635c52b97b2a314ebfaeb7f1b4e";
    private static final String MAP_ENDING = ".bcmap";

    private PdfJs() {}

    /** @throws IllegalStateException when a file is not the one that was looked at */
    static void addTo(SiteFiles site, String reader) throws IOException {
        site.addAsset("js/documents-pdfjs.js", pinned(API, read(API), API_SHA256));
        site.addAsset("js/documents-pdfjs-worker.js", pinned(WORKER, read(WORKER), WORKER_SHA256));
        site.addAsset("documents-cmaps.bin", pinned("cmaps", maps(), MAPS_SHA256));
        site.addAsset("js/" + READER, site.rewrite(READER, reader));
    }

    /** The licence of pdf.js. */
    static String licence() throws IOException {
        return new String(read("LICENSE"), StandardCharsets.UTF_8);
    }

    /** The licence of the tables of characters. */
    static String mapsLicence() throws IOException {
        return new String(read("cmaps/LICENSE"), StandardCharsets.UTF_8);
    }

    private static byte[] pinned(String name, byte[] content, String sha256) {
        String found = SiteFiles.sha256(content);
        if (!found.equals(sha256)) {
            throw new IllegalStateException(
                    name + " of pdfjs-dist has changed: expected sha256 " + sha256 + ", found " + found);
        }
        return content;
    }

    private static byte[] read(String path) throws IOException {
        try (InputStream in = PdfJs.class.getClassLoader().getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IOException("The class path lacks " + FOLDER + path);
            }
            return in.readAllBytes();
        }
    }

    /**
     * Every table of characters in one file: the length of the list (4 bytes, big-endian), the list {name: [offset,
     * length]}, the tables.
     */
    private static byte[] maps() throws IOException {
        Map<String, byte[]> maps = new TreeMap<>();
        URL jar = PdfJs.class.getClassLoader().getResource(FOLDER + API);
        String file = jar.getPath().substring(0, jar.getPath().indexOf('!'));
        try (ZipInputStream zip = new ZipInputStream(new URL(file).openStream())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith(FOLDER + "cmaps/") && entry.getName().endsWith(MAP_ENDING)) {
                    String name = entry.getName().substring((FOLDER + "cmaps/").length());
                    maps.put(name.substring(0, name.length() - MAP_ENDING.length()), zip.readAllBytes());
                }
            }
        }
        StringBuilder list = new StringBuilder("{");
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> map : maps.entrySet()) {
            list.append(list.length() > 1 ? "," : "").append(ScriptBundle.quote(map.getKey())).append(":[")
                    .append(tables.size()).append(',').append(map.getValue().length).append(']');
            tables.write(map.getValue());
        }
        byte[] head = list.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + head.length + tables.size()).putInt(head.length).put(head)
                .put(tables.toByteArray()).array();
    }
}
