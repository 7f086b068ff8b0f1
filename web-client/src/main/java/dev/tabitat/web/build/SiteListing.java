package dev.tabitat.web.build;

/**
 * The text of {@code site.json}: {@code {version, build, files: [{path, bytes, brotli, sha256}]}}, where {@code build}
 * is the hash of exactly these files and sizes are in bytes. The host prints both for {@code --version}.
 */
final class SiteListing {

    private final StringBuilder text = new StringBuilder();
    private String separator = "\n";

    SiteListing(String version, String build) {
        text.append("{\"version\": ").append(ScriptBundle.quote(version)).append(", \"build\": ")
                .append(ScriptBundle.quote(build)).append(", \"files\": [");
    }

    void add(String path, byte[] content, int brotliBytes) {
        text.append(separator).append("  {\"path\": ").append(ScriptBundle.quote(path))
                .append(", \"bytes\": ").append(content.length)
                .append(", \"brotli\": ").append(brotliBytes)
                .append(", \"sha256\": \"").append(SiteFiles.sha256(content)).append("\"}");
        separator = ",\n";
    }

    String json() {
        return text + "\n]}\n";
    }
}
