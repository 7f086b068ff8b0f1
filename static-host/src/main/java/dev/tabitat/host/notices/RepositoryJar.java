package dev.tabitat.host.notices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A jar in a Maven repository, with what its POM, or the nearest parent's POM that states one, says of its licence.
 * Maven has read these files to resolve the jar, so they lie beside it.
 *
 * @param licences as the POM states them, each {@code NAME, URL}
 * @param source where the source code or the project is, by the POM; empty where none says so
 */
record RepositoryJar(Path file, String group, String artifact, String version, List<String> licences, String source) {

    private static final int MAX_PARENTS = 16;

    /** @throws IOException when no POM states a licence, or one is missing; the message names the file */
    static RepositoryJar read(Path jar) throws IOException {
        Path folder = jar.toAbsolutePath().getParent();
        String version = folder.getFileName().toString();
        String artifact = folder.getParent().getFileName().toString();
        Element pom = parse(folder.resolve(artifact + "-" + version + ".pom"));
        String group = child(pom, "groupId").isEmpty() ? child(element(pom, "parent"), "groupId")
                : child(pom, "groupId");
        Path repository = folder.getParent().getParent();
        for (int i = group.split("\\.").length; i > 0; i--) {
            repository = repository.getParent();
        }
        List<Element> ancestry = ancestry(pom, repository);
        return new RepositoryJar(jar, group, artifact, version, licences(ancestry, jar), source(ancestry));
    }

    String coordinates() {
        return group + ":" + artifact;
    }

    /** The POM, its parent, that one's parent and so on. */
    private static List<Element> ancestry(Element pom, Path repository) throws IOException {
        List<Element> all = new ArrayList<>(List.of(pom));
        for (Element parent = element(pom, "parent"); parent != null
                && all.size() <= MAX_PARENTS; parent = element(all.get(all.size() - 1), "parent")) {
            String artifact = child(parent, "artifactId");
            String version = child(parent, "version");
            all.add(parse(repository.resolve(child(parent, "groupId").replace('.', '/')).resolve(artifact)
                    .resolve(version).resolve(artifact + "-" + version + ".pom")));
        }
        return all;
    }

    private static List<String> licences(List<Element> ancestry, Path jar) throws IOException {
        for (Element pom : ancestry) {
            List<String> found = new ArrayList<>();
            for (Element licence : elements(element(pom, "licenses"), "license")) {
                found.add(
                        child(licence, "name") + (child(licence, "url").isEmpty() ? "" : ", " + child(licence, "url")));
            }
            if (!found.isEmpty()) {
                return List.copyOf(found);
            }
        }
        throw new IOException("The third-party notices need the licence of " + jar
                + ", and neither its POM nor a parent's states one.");
    }

    private static String source(List<Element> ancestry) {
        for (Element pom : ancestry) {
            String url = element(pom, "scm") == null ? "" : child(element(pom, "scm"), "url");
            if (!url.isEmpty() || !child(pom, "url").isEmpty()) {
                return url.isEmpty() ? child(pom, "url") : url;
            }
        }
        return "";
    }

    private static Element parse(Path pom) throws IOException {
        if (!Files.isRegularFile(pom)) {
            throw new IOException("The third-party notices need the licence in " + pom
                    + ", which is missing. Resolve the dependency again: mvn -U package");
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Errors are thrown, and not printed as well.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(pom.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("The third-party notices could not read " + pom + ": " + e.getMessage(), e);
        }
    }

    /** The text of a child; empty where there is none. */
    private static String child(Element parent, String name) {
        Element found = element(parent, name);
        return found == null ? "" : found.getTextContent().strip();
    }

    /** The first child of this name, or null. */
    private static Element element(Element parent, String name) {
        List<Element> found = elements(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
