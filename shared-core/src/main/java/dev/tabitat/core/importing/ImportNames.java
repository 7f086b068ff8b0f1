package dev.tabitat.core.importing;

import dev.tabitat.core.hub.HubModelId;
import dev.tabitat.core.packages.PackageName;
import java.util.Locale;

/**
 * Names for imported models that nobody has named: of a model of a hub its owner and name there, of a file its name, in
 * the letters that package names have; the tag is the quantization.
 */
public final class ImportNames {

    private static final String UNNAMED = "model";
    private static final int MAX_PART = 100;

    private ImportNames() {}

    /**
     * Such as {@code baai/bge-small-en-v1.5:q8}. @param quantization of the weights as they are stored; may be empty
     */
    public static PackageName of(HubModelId id, String quantization) {
        return new PackageName(part(id.owner()) + "/" + part(id.name()), tag(quantization));
    }

    /**
     * Of a file or a folder of this device, such as {@code gemma-3-270m:q4_k_m}. @param name without folders before it
     */
    public static PackageName of(String name, String quantization) {
        String bare = name;
        for (String ending : new String[]{".gguf", ".safetensors", ".onnx", ".zip", ".tar"}) {
            bare = bare.toLowerCase(Locale.ROOT).endsWith(ending) ? bare.substring(0, bare.length() - ending.length())
                    : bare;
        }
        String suffix = quantization.toLowerCase(Locale.ROOT);
        String lower = bare.toLowerCase(Locale.ROOT);
        boolean isTwice = !suffix.isEmpty() && (lower.endsWith("-" + suffix) || lower.endsWith("." + suffix));
        return new PackageName(part(isTwice ? bare.substring(0, bare.length() - suffix.length() - 1) : bare),
                tag(quantization));
    }

    private static String tag(String quantization) {
        String tag = part(quantization);
        return quantization.isEmpty() || !PackageName.isTag(tag) ? "latest" : tag;
    }

    /** Lower-case letters and digits with single separators between them; what is between others becomes a dash. */
    private static String part(String text) {
        StringBuilder part = new StringBuilder();
        char separator = 0;
        for (int i = 0; i < text.length() && part.length() < MAX_PART; i++) {
            char c = text.charAt(i) >= 'A' && text.charAt(i) <= 'Z' ? (char) (text.charAt(i) + 32) : text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (plain && separator != 0 && part.length() > 0) {
                part.append(separator);
            }
            if (plain) {
                part.append(c);
                separator = 0;
            } else {
                separator = separator == 0 && (c == '.' || c == '_') ? c : '-';
            }
        }
        return part.length() == 0 ? UNNAMED : part.toString();
    }
}
