package dev.tabitat.web.build;

import dev.tabitat.web.protocol.EngineClient;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The licences of everything that the site ships, as one text: a table of the components, then the text of each one's
 * licence.
 */
final class LicenceNotices {

    /** Where the site has the text. */
    static final String PATH = "licences/notices.txt";

    /**
     * A part of the site that has a licence of its own.
     *
     * @param use what the site has of it
     * @param version as the build found it
     * @param licence an SPDX expression
     * @param text the licence with its copyright notice
     */
    record Component(String name, String version, String use, String licence, String text) {

        Component {
            if (name.isBlank() || version.isBlank() || licence.isBlank() || text.isBlank()) {
                throw new IllegalStateException(
                        "The licence notices need a name, a version, a licence and its text. Found: name \"" + name
                                + "\", version \""
                                + version + "\", licence \"" + licence + "\", " + text.length()
                                + " characters of text.");
            }
        }
    }

    private LicenceNotices() {}

    /**
     * What the site of this build is made of; versions are those of the jars on the class path.
     *
     * @param licences the folder with the texts that no jar has
     * @param apache the file LICENSE of this project, which is also the text of TeaVM's licence
     * @throws IllegalStateException when a jar or a text is missing
     */
    static List<Component> ofSite(Path licences, Path apache) throws IOException {
        String apacheText = Files.readString(apache);
        return List.of(
                new Component("Tabitat", EngineClient.VERSION, "the app", "Apache-2.0", apacheText),
                new Component("TeaVM", version("org/teavm/classlib/java/lang/TObject.class", "teavm-classlib"),
                        "class library and runtime script inside the app",
                        "Apache-2.0", apacheText),
                new Component("JZlib", version("com/jcraft/jzlib/Inflater.class", "jzlib"),
                        "inflates DOCX and EPUB files, inside the app", "BSD-3-Clause",
                        Files.readString(licences.resolve("jzlib.txt"))),
                new Component("Snowball stemmers",
                        version("org/tartarus/snowball/SnowballProgram.class", "snowball-stemmer"),
                        "stems of words, inside the app",
                        "BSD-3-Clause", Files.readString(licences.resolve("snowball.txt"))),
                new Component("pdf.js", PdfJs.VERSION, "reads PDFs", "Apache-2.0", PdfJs.licence()),
                new Component("Adobe CMap resources", PdfJs.VERSION + " of pdf.js", "tables of characters for pdf.js",
                        "BSD-3-Clause", PdfJs.mapsLicence()));
    }

    /** The text; components whose licence texts are the same share one. */
    static byte[] text(List<Component> components) {
        StringBuilder table = new StringBuilder(
                "Components of this site and their licences. The texts stand below, in this order.\n"
                        + "Each model package carries the licence of its weights itself.\n\n");
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < components.size(); i++) {
            Component one = components.get(i);
            table.append("- ").append(one.name()).append(' ').append(one.version()).append(" (").append(one.use())
                    .append("): ").append(one.licence()).append('\n');
            if (components.subList(0, i).stream().anyMatch(earlier -> earlier.text().equals(one.text()))) {
                continue;
            }
            List<String> names = components.stream().filter(other -> other.text().equals(one.text()))
                    .map(Component::name).toList();
            texts.append("\n\n======== ").append(String.join(", ", names)).append(": ").append(one.licence())
                    .append(" ========\n\n").append(one.text().strip()).append('\n');
        }
        return table.append(texts).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The version in the name of the jar, as repositories name jars: {@code ARTIFACT-VERSION.jar}. */
    private static String version(String resource, String artifact) {
        URL found = LicenceNotices.class.getClassLoader().getResource(resource);
        if (found == null) {
            throw new IllegalStateException("The licence notices need the version of " + artifact
                    + ", but the class path lacks " + resource + ".");
        }
        return versionInJarName(found.toString(), artifact);
    }

    /** @throws IllegalStateException when the address is not one inside {@code ARTIFACT-VERSION.jar} */
    static String versionInJarName(String address, String artifact) {
        int end = address.indexOf(".jar!");
        int start = address.lastIndexOf('/', Math.max(end, 0)) + 1;
        if (end < 0 || !address.startsWith(artifact + "-", start)) {
            throw new IllegalStateException(
                    "The licence notices expected a jar named " + artifact + "-VERSION.jar and found " + address + ".");
        }
        return address.substring(start + artifact.length() + 1, end);
    }
}
