package dev.tabitat.web.engine.sources;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.Optional;

/**
 * A package in a registry.
 *
 * <pre>
 * reference = [scheme "://"] host [":" port] "/" path [":" tag] ["@" digest]
 * </pre>
 *
 * Without a scheme it is https, but http for this device, as other clients have it. {@code docker.io} is the address
 * that Docker Hub's registry has; without tag and digest it is {@code latest}.
 *
 * @param origin of the registry
 * @param digest of the manifest, where one is named
 */
record OciReference(String origin, String repository, String tag, Optional<Digest> digest) {

    private static final String DOCKER = "docker.io/";
    private static final String DOCKER_REGISTRY = "registry-1.docker.io/";

    /** @throws InvalidInput when it is none */
    static OciReference parse(String text) {
        String given = text.strip();
        int scheme = given.indexOf("://");
        String rest = scheme < 0 ? given : given.substring(scheme + 3);
        rest = rest.startsWith(DOCKER) ? DOCKER_REGISTRY + rest.substring(DOCKER.length()) : rest;
        int slash = rest.indexOf('/');
        if (slash < 1) {
            throw invalid(text);
        }
        String host = rest.substring(0, slash);
        String bare = host.indexOf(':') < 0 ? host : host.substring(0, host.indexOf(':'));
        boolean isThisDevice = bare.equals("localhost") || bare.equals("127.0.0.1");
        String prefix = scheme >= 0 ? given.substring(0, scheme + 3) : isThisDevice ? "http://" : "https://";
        String path = rest.substring(slash + 1);
        int at = path.indexOf('@');
        try {
            Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(Digest.parse(path.substring(at + 1)));
            path = at < 0 ? path : path.substring(0, at);
            int colon = path.lastIndexOf(':');
            String repository = colon < 0 ? path : path.substring(0, colon);
            String tag = colon < 0 ? "latest" : path.substring(colon + 1);
            if (!PackageName.isName(repository) || !PackageName.isTag(tag)) {
                throw invalid(text);
            }
            return new OciReference(RegistryOrigins.origin(prefix + host), repository, tag, digest);
        } catch (TabitatException malformed) {
            throw invalid(text);
        }
    }

    private static InvalidInput invalid(String text) {
        return new InvalidInput("This names no package of a registry.",
                Finding.at("source, oci").expected("host/path/name:tag, such as registry.example/ai/smollm2:latest")
                        .found(text.length() > 200 ? text.length() + " characters" : "\"" + text + "\""));
    }

    String tagOrDigest() {
        return digest.isPresent() ? digest.get().toString() : tag;
    }

    /** The same, by the manifest's digest. */
    String pinned(Digest manifest) {
        return origin + "/" + repository + "@" + manifest;
    }

    @Override
    public String toString() {
        return origin + "/" + repository + ":" + tag;
    }
}
