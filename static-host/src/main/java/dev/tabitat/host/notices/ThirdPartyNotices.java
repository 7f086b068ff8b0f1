package dev.tabitat.host.notices;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Writes {@code THIRD-PARTY.txt}: every jar that goes into the host's jar, its licence, and the licence and notice
 * texts inside those jars.
 */
public final class ThirdPartyNotices {

    /** Entries of this group are the project's own. */
    private static final String OWN = "META-INF/maven/dev.tabitat/";
    private static final String FOLDER = "META-INF/";

    private ThirdPartyNotices() {}

    /**
     * @param arguments the file to write; the class path is that of the class loader, as the build's plugin gives it
     */
    public static void main(String[] arguments) throws IOException, URISyntaxException {
        if (!(Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader)) {
            throw new IllegalStateException(
                    "The third-party notices are written by exec-maven-plugin's goal java, which gives the class path as URLs.");
        }
        List<Path> jars = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            Path path = Path.of(url.toURI());
            if (Files.isRegularFile(path)) {
                jars.add(path);
            }
        }
        Path target = Path.of(arguments[0]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, text(jars));
    }

    /** @param jars in any order; those of this project are left out */
    static String text(List<Path> jars) throws IOException {
        List<RepositoryJar> found = new ArrayList<>();
        Map<String, List<String>> namesByText = new LinkedHashMap<>();
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                if (jar.getEntry(OWN) == null && jar.stream().noneMatch(entry -> entry.getName().startsWith(OWN))) {
                    found.add(RepositoryJar.read(path));
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "The third-party notices found no jar of others on the class path: " + jars);
        }
        found.sort(Comparator.comparing(RepositoryJar::coordinates));
        StringBuilder text = new StringBuilder(
                "Parts of this jar that others wrote, each under its own licence. Where several are named, one may be chosen.\n"
                        + "Each package below packages/ carries its own licence text and says where its weights came from.\n"
                        + "The licences of the app below site/ stand in site/licences/notices.txt, that of the Snowball stemmers, whose jar has none, among them.\n\n");
        for (RepositoryJar one : found) {
            text.append("- ").append(one.coordinates()).append(' ').append(one.version()).append(": ")
                    .append(String.join("; or ", one.licences()))
                    .append(one.source().isEmpty() ? "" : "; source: " + one.source()).append('\n');
            addTexts(one, namesByText);
        }
        namesByText.forEach((licence, names) -> text.append("\n\n======== ").append(String.join(", ", names))
                .append(" ========\n\n").append(licence).append('\n'));
        return text.toString();
    }

    private static void addTexts(RepositoryJar one, Map<String, List<String>> namesByText) throws IOException {
        try (JarFile jar = new JarFile(one.file().toFile())) {
            for (JarEntry entry : jar.stream().filter(entry -> isLicenceText(entry.getName()))
                    .sorted(Comparator.comparing(JarEntry::getName)).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    String licence = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n")
                            .strip();
                    namesByText.computeIfAbsent(licence, none -> new ArrayList<>())
                            .add(one.coordinates() + " " + entry.getName());
                }
            }
        }
    }

    /** For example {@code META-INF/LICENSE.txt} or {@code META-INF/NOTICE}. */
    static boolean isLicenceText(String entry) {
        if (!entry.startsWith(FOLDER) || entry.indexOf('/', FOLDER.length()) >= 0) {
            return false;
        }
        String name = entry.substring(FOLDER.length());
        return name.startsWith("LICENSE") || name.startsWith("NOTICE");
    }
}
