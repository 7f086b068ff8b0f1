package dev.tabitat.web.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a site by path, and the names under which they refer to each other: {@code @css/app.css@} in a text
 * stands for the path, hash included, of the asset that was added as {@code css/app.css}.
 */
final class SiteFiles {

    private static final Pattern REFERENCE = Pattern.compile("@([A-Za-z0-9_./-]+\\.[a-z]+)@");
    private static final int HASH_LETTERS = 12;

    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();

    /** Adds a file under its own name, to be asked for again at every visit. */
    void addPlain(String path, byte[] content) {
        files.put(path, content);
    }

    /** Adds a file as {@code assets/<name>-<hash>.<extension>}, to be kept for ever. */
    void addAsset(String name, byte[] content) {
        int dot = name.lastIndexOf('.');
        String path = "assets/" + name.substring(name.lastIndexOf('/') + 1, dot) + "-"
                + sha256(content).substring(0, HASH_LETTERS) + name.substring(dot);
        paths.put(name, path);
        files.put(path, content);
    }

    /**
     * The text with every reference replaced by the path of the asset.
     *
     * @throws IllegalStateException when it names something that was not added before
     */
    byte[] rewrite(String file, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String path = paths.get(matcher.group(1));
            if (path == null) {
                throw new IllegalStateException(file + " refers to " + matcher.group()
                        + ", which is not there yet. Known: " + paths.keySet());
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(path));
        }
        return matcher.appendTail(result).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Every file by path, in the order of paths. */
    SortedMap<String, byte[]> all() {
        return files;
    }

    /** One short name for exactly these files. */
    String buildHash() {
        MessageDigest digest = newSha256();
        files.forEach((path, content) -> {
            digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LETTERS);
    }

    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(newSha256().digest(content));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
