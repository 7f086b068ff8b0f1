package dev.tabitat.core.hub;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/**
 * The name of a model repository, {@code owner/name}.
 *
 * <pre>
 * id   = part "/" part           at most 96 characters in all
 * part = 1*( ALPHA / DIGIT / "-" / "_" / "." )   without "--" and "..", not beginning or ending with "-" or "."
 * </pre>
 *
 * A name may not end with {@code .git}. Source: {@code validate_repo_id} of the huggingface_hub library.
 */
public record HubModelId(String owner, String name) {

    private static final int MAX_LENGTH = 96;

    /** @throws InvalidInput when a part breaks the grammar */
    public HubModelId {
        String text = owner + "/" + name;
        if (!isPart(owner) || !isPart(name) || name.endsWith(".git") || text.length() > MAX_LENGTH) {
            throw invalid(text);
        }
    }

    /** Reads {@code owner/name}. @throws InvalidInput when it is none */
    public static HubModelId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
            throw invalid(text);
        }
        return new HubModelId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }

    private static boolean isPart(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            boolean inside = i > 0 && i < text.length() - 1 && (c == '-' || c == '.') && text.charAt(i - 1) != c;
            if (!plain && !inside) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static InvalidInput invalid(String text) {
        return new InvalidInput("This is no name of a model repository.",
                Finding.at("hub").expected("owner/name, such as BAAI/bge-small-en-v1.5, at most " + MAX_LENGTH
                        + " characters")
                        .found(text.length() > 200 ? text.length() + " characters" : "\"" + text + "\"")
                        .remedy("Copy the name from the top of the model's page, without the address before it."));
    }
}
