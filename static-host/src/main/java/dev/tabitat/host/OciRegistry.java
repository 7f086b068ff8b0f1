package dev.tabitat.host;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.text.Utf8;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The read-only part of the OCI distribution specification 1.1 over a directory of OCI image layouts, one for each
 * name.
 *
 * <p>
 * {@code <name>/index.json} lists the manifests, with their tags as {@code org.opencontainers.image.ref.name}.
 */
final class OciRegistry {

    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final FileTree tree;

    OciRegistry(FileTree tree) {
        this.tree = tree;
    }

    void answer(Context context, String rawPath) throws IOException {
        context.header("Docker-Distribution-API-Version", "registry/2.0");
        try {
            route(context, rawPath);
        } catch (OciError error) {
            refuse(context, error);
        } catch (TabitatException damaged) {
            refuse(context,
                    new OciError(500, "UNKNOWN", "this package's description is damaged: " + damaged.getMessage()));
        }
    }

    private void route(Context context, String rawPath) throws IOException {
        if (!List.of("GET", "HEAD").contains(context.req().getMethod())) {
            context.header("Allow", "GET, HEAD");
            throw new OciError(405, "UNSUPPORTED", "this registry is read-only");
        }
        String path = FileTree.decode(rawPath)
                .orElseThrow(() -> new OciError(400, "NAME_INVALID", "the path is malformed"));
        String rest = path.length() <= 4 ? "" : path.substring(4);
        if (rest.isEmpty()) {
            json(context, JsonObject.EMPTY, "application/json");
        } else if (rest.equals("_catalog")) {
            page(context, "repositories", names());
        } else {
            named(context, rest);
        }
    }

    /** {@code <name>/<kind>/<reference>}; a name may have slashes and may even have a kind's word in it. */
    private void named(Context context, String rest) throws IOException {
        int end = rest.lastIndexOf('/');
        int start = end < 1 ? -1 : rest.lastIndexOf('/', end - 1);
        if (start < 1) {
            throw nothingHere();
        }
        String kind = rest.substring(start + 1, end);
        String reference = rest.substring(end + 1);
        if (!List.of("manifests", "blobs", "referrers").contains(kind)
                && !(kind.equals("tags") && reference.equals("list"))) {
            throw nothingHere();
        }
        String name = name(rest.substring(0, start));
        switch (kind) {
            case "manifests" -> manifest(context, name, reference);
            case "blobs" -> blob(context, name, digest(reference));
            case "referrers" -> referrers(context, name, digest(reference));
            default -> tags(context, name);
        }
    }

    private static OciError nothingHere() {
        return new OciError(404, "NAME_UNKNOWN", "there is nothing at this address");
    }

    private void manifest(Context context, String name, String reference) throws IOException {
        List<JsonObject> manifests = manifests(name);
        Optional<JsonObject> found = Optional.empty();
        if (reference.indexOf(':') >= 0) {
            String digest = digest(reference).toString();
            found = manifests.stream().filter(entry -> entry.string("digest").equals(digest)).findFirst();
        } else if (PackageName.isTag(reference)) {
            found = manifests.stream().filter(entry -> tag(entry).filter(reference::equals).isPresent()).findFirst();
        }
        JsonObject entry = found
                .orElseThrow(() -> new OciError(404, "MANIFEST_UNKNOWN", "no manifest " + shown(reference)));
        Digest digest = Digest.parse(entry.string("digest"));
        context.header("Docker-Content-Digest", digest.toString());
        FileAnswer.send(
                context,
                file(name, digest)
                        .orElseThrow(() -> new OciError(404, "MANIFEST_UNKNOWN", "the manifest's bytes are missing")),
                entry.string("mediaType"), "\"" + digest + "\"", reference.indexOf(':') >= 0 ? FOR_EVER : ASK_AGAIN);
    }

    private void blob(Context context, String name, Digest digest) throws IOException {
        manifests(name);
        Path file = file(name, digest).orElseThrow(() -> new OciError(404, "BLOB_UNKNOWN", "no blob " + digest));
        context.header("Docker-Content-Digest", digest.toString());
        FileAnswer.send(context, file, "application/octet-stream", "\"" + digest + "\"", FOR_EVER);
    }

    private void tags(Context context, String name) throws IOException {
        List<String> tags = manifests(name).stream().flatMap(entry -> tag(entry).stream()).distinct().sorted().toList();
        page(context, "tags", tags, "name", name);
    }

    /** The manifests whose subject is {@code digest}, as an image index. */
    private void referrers(Context context, String name, Digest digest) throws IOException {
        List<Json> found = new ArrayList<>();
        String wanted = context.queryParam("artifactType");
        for (JsonObject entry : manifests(name)) {
            Optional<Path> file = file(name, Digest.parse(entry.string("digest")));
            if (file.isEmpty()) {
                continue;
            }
            JsonObject manifest = JsonReader.readObject(Files.readAllBytes(file.get()), JsonLimits.DEFAULT);
            boolean refers = manifest.findObject("subject")
                    .filter(subject -> subject.string("digest").equals(digest.toString())).isPresent();
            String type = manifest.stringOr("artifactType",
                    manifest.findObject("config").map(config -> config.string("mediaType")).orElse(""));
            if (refers && (wanted == null || wanted.equals(type))) {
                JsonObject described = JsonObject.of(
                        "mediaType", entry.string("mediaType"), "digest", entry.string("digest"), "size",
                        entry.integer("size"),
                        "artifactType", type);
                found.add(manifest.findObject("annotations").map(notes -> described.with("annotations", notes))
                        .orElse(described));
            }
        }
        if (wanted != null) {
            context.header("OCI-Filters-Applied", "artifactType");
        }
        json(context,
                JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.INDEX, "manifests", new JsonArray(found)),
                MediaTypes.INDEX);
    }

    private List<String> names() throws IOException {
        return tree.directoriesWith("index.json").stream()
                .filter(name -> PackageName.isName(name) && tree.find(name + "/index.json").isPresent())
                .toList();
    }

    private List<JsonObject> manifests(String name) throws IOException {
        Path index = tree.find(name + "/index.json")
                .orElseThrow(() -> new OciError(404, "NAME_UNKNOWN", "no package " + shown(name)));
        return JsonReader.readObject(Files.readAllBytes(index), JsonLimits.DEFAULT).array("manifests").objects();
    }

    private Optional<Path> file(String name, Digest digest) {
        return tree.find(name + "/blobs/sha256/" + digest.hex());
    }

    private static Optional<String> tag(JsonObject entry) {
        return entry.findObject("annotations").flatMap(notes -> notes.findString(TAG));
    }

    private static String name(String text) {
        if (!PackageName.isName(text)) {
            throw new OciError(400, "NAME_INVALID", "not a name: " + shown(text));
        }
        return text;
    }

    private static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (TabitatException e) {
            throw new OciError(400, "DIGEST_INVALID", "not a sha256 digest: " + shown(text));
        }
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** One page of a sorted list: {@code n} entries after {@code last}, with a Link to the next page. */
    private static void page(Context context, String member, List<String> all, Object... before) {
        String last = context.queryParam("last");
        List<String> left = last == null ? all : all.stream().filter(entry -> entry.compareTo(last) > 0).toList();
        String n = context.queryParam("n");
        List<String> shown = left;
        if (n != null) {
            if (!n.matches("[0-9]{1,6}")) {
                throw new OciError(400, "PAGINATION_NUMBER_INVALID", "n is no number: " + shown(n));
            }
            int count = Math.min(Integer.parseInt(n), left.size());
            shown = left.subList(0, count);
            if (count > 0 && count < left.size()) {
                context.header("Link", "<" + context.req().getRequestURI() + "?n=" + n + "&last=" + shown.get(count - 1)
                        + ">; rel=\"next\"");
            }
        }
        JsonObject body = JsonObject.of(before).with(member, shown);
        json(context, body, "application/json");
    }

    private static void refuse(Context context, OciError error) {
        context.status(error.status());
        json(context, error.body(), "application/json");
    }

    private static void json(Context context, Json body, String type) {
        byte[] bytes = Utf8.encode(body.toString());
        context.header("Cache-Control", ASK_AGAIN);
        context.contentType(type);
        context.res().setContentLength(bytes.length);
        if (!context.req().getMethod().equals("HEAD")) {
            context.result(bytes);
        }
    }
}
