package dev.tabitat.core.importing;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.licences.LicenceExpression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The licence that a model's authors claim; nothing about it is verified.
 *
 * @param spdx an SPDX expression; a licence that SPDX does not list is a {@code LicenseRef-}
 * @param name what the authors call it where that is no SPDX id; else empty
 * @param link where they say its text is; else empty
 * @param file of the model that has its text; else empty
 * @param text of that file; else empty
 */
public record LicenceClaim(Optional<String> spdx, String name, String link, String file, String text) {

    /** Ids of the hub's list whose SPDX ids are not the same but for capitals. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("gemma", "LicenseRef-Gemma-Terms"), Map.entry("llama2", "LicenseRef-Llama-Community"),
            Map.entry("llama3", "LicenseRef-Llama-Community"), Map.entry("llama3.1", "LicenseRef-Llama-Community"),
            Map.entry("llama3.2", "LicenseRef-Llama-Community"), Map.entry("llama3.3", "LicenseRef-Llama-Community"),
            Map.entry("llama4", "LicenseRef-Llama-Community"), Map.entry("openrail", "LicenseRef-OpenRAIL-M"),
            Map.entry("bigscience-openrail-m", "LicenseRef-BigScience-OpenRAIL-M"),
            Map.entry("creativeml-openrail-m", "LicenseRef-CreativeML-OpenRAIL-M"),
            Map.entry("gpl-3.0", "GPL-3.0-only"),
            Map.entry("gpl-2.0", "GPL-2.0-only"), Map.entry("agpl-3.0", "AGPL-3.0-only"),
            Map.entry("lgpl-3.0", "LGPL-3.0-only"), Map.entry("lgpl-2.1", "LGPL-2.1-only"),
            Map.entry("pddl", "PDDL-1.0"),
            Map.entry("odc-by", "ODC-By-1.0"), Map.entry("odbl", "ODbL-1.0"), Map.entry("wtfpl", "WTFPL"));

    private static final List<String> SPDX = List.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib",
            "CC0-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0",
            "CC-BY-NC-2.0",
            "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-3.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-2.0",
            "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CDLA-Permissive-1.0", "CDLA-Permissive-2.0", "CDLA-Sharing-1.0",
            "BSL-1.0", "AFL-3.0", "Artistic-2.0", "ECL-2.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2", "MPL-2.0",
            "MS-PL", "NCSA", "OFL-1.1", "OSL-3.0", "PostgreSQL", "Unlicense", "0BSD", "MIT-0", "GPL-2.0-only",
            "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later",
            "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later");

    /** The name where the authors give none. */
    private static final String NOT_STATED = "none stated";

    /** No licence is named. */
    public static final LicenceClaim NONE = new LicenceClaim(Optional.empty(), "", "", "", "");

    /**
     * The claim of a model card's front matter, or of the same in a hub's answer.
     *
     * @param card with {@code license}, {@code license_name}, {@code license_link}
     */
    public static LicenceClaim ofCard(JsonObject card) {
        List<String> ids = Fields.texts(card, "license");
        if (ids.isEmpty()) {
            return NONE;
        }
        String name = Fields.text(card, "license_name");
        String link = Fields.text(card, "license_link");
        return (ids.size() == 1 ? of(ids.get(0), name) : ofSeveral(ids)).withLink(link);
    }

    /** The claim among a hub's tags, such as {@code license:mit}. */
    public static LicenceClaim ofTags(List<String> tags) {
        for (String tag : tags) {
            if (tag.startsWith("license:")) {
                return of(tag.substring("license:".length()), "");
            }
        }
        return NONE;
    }

    /**
     * A licence by the hub's or SPDX's id.
     *
     * @param name what the authors call it, where the id is {@code other}; else empty
     */
    public static LicenceClaim of(String id, String name) {
        String lower = id.strip().toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.equals("unknown")) {
            return NONE;
        }
        if (lower.equals("other")) {
            return new LicenceClaim(Optional.empty(), name.isEmpty() ? "other" : name, "", "", "");
        }
        if (KNOWN.containsKey(lower)) {
            return new LicenceClaim(Optional.of(KNOWN.get(lower)), name, "", "", "");
        }
        for (String spdx : SPDX) {
            if (spdx.toLowerCase(Locale.ROOT).equals(lower)) {
                return new LicenceClaim(Optional.of(spdx), name, "", "", "");
            }
        }
        return expression(id.strip(), name);
    }

    /** An expression of SPDX ids, such as {@code MIT OR Apache-2.0}; another text is a name. */
    private static LicenceClaim expression(String text, String name) {
        try {
            LicenceExpression read = LicenceExpression.parse(text);
            boolean isKnown = read.ids().size() > 1;
            for (String id : read.ids()) {
                isKnown &= SPDX.contains(id) || id.startsWith("LicenseRef-");
            }
            if (isKnown || text.startsWith("LicenseRef-")) {
                return new LicenceClaim(Optional.of(read.text()), name, "", "", "");
            }
        } catch (TabitatException noExpression) {
            return new LicenceClaim(Optional.empty(), text, "", "", "");
        }
        return new LicenceClaim(Optional.empty(), name.isEmpty() ? text : name, "", "", "");
    }

    /** A list of licences does not say whether all or any of them holds, so the strict reading is taken. */
    private static LicenceClaim ofSeveral(List<String> ids) {
        StringBuilder all = new StringBuilder();
        for (String id : ids) {
            Optional<String> one = of(id, "").spdx();
            if (one.isEmpty()) {
                return new LicenceClaim(Optional.empty(), String.join(", ", ids), "", "", "");
            }
            all.append(all.length() == 0 ? "" : " AND ").append(one.get());
        }
        return new LicenceClaim(Optional.of(all.toString()), "", "", "", "");
    }

    public boolean isNone() {
        return spdx.isEmpty() && name.isEmpty();
    }

    LicenceClaim withLink(String address) {
        return new LicenceClaim(spdx, name, address, file, text);
    }

    LicenceClaim withFile(String path, String content) {
        return new LicenceClaim(spdx, name, link, path, content);
    }

    /** {@code {spdx | name, text?, known: "claimed"}}. */
    public JsonObject toJson() {
        JsonObject json = spdx.isPresent() ? JsonObject.of("spdx", spdx.get())
                : JsonObject.of("name", !name.isEmpty() ? name : file.isEmpty() ? NOT_STATED : file);
        json = text.isEmpty() ? json : json.with("text", text);
        return json.with("known", Known.CLAIMED.id());
    }

    /** The front matter of a README: what stands between two lines of three dashes, as far as it is simple. */
    public static JsonObject frontMatter(String readme) {
        return FrontMatter.read(readme);
    }
}
