package dev.tabitat.core.format.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The place of a file among those that one model is split into, by its name ({@code gguf-split} of llama.cpp).
 *
 * <pre>
 * name = prefix "-" number "-of-" count ".gguf"      five digits each; number from 1
 * </pre>
 *
 * In the metadata {@code split.no} counts from 0, {@code split.count} is the same in all, and
 * {@code split.tensors.count} is that of all files together. The first file has the model's metadata.
 *
 * @param prefix what the names have in common, folders included
 * @param number of this file, 1 to {@code count}
 * @param count files, at least 1
 */
public record GgufSplit(String prefix, int number, int count) {

    private static final String EXTENSION = ".gguf";
    private static final String OF = "-of-";
    private static final int DIGITS = 5;

    /** The place that a file's name says; empty for a file that is whole. */
    public static Optional<GgufSplit> ofPath(String path) {
        int end = path.length() - EXTENSION.length();
        int of = end - DIGITS - OF.length();
        int dash = of - DIGITS - 1;
        if (dash < 0 || !path.endsWith(EXTENSION) || !path.startsWith(OF, of) || path.charAt(dash) != '-') {
            return Optional.empty();
        }
        int number = number(path.substring(dash + 1, of));
        int count = number(path.substring(end - DIGITS, end));
        return number < 1 || count < 1 || number > count ? Optional.empty()
                : Optional.of(new GgufSplit(path.substring(0, dash), number, count));
    }

    /** The path of another file of the same model. @param other 1 to {@link #count} */
    public String path(int other) {
        return prefix + "-" + digits(other) + OF + digits(count) + EXTENSION;
    }

    /**
     * Refuses files that are not the parts of one model.
     *
     * @param parts the headers of all files, in order
     * @throws DamagedData naming the part that is of another count or number, or the tensor that comes twice
     */
    public static void requireWhole(List<Gguf> parts) {
        Map<String, Integer> owners = new HashMap<>();
        long tensors = 0;
        for (int i = 0; i < parts.size(); i++) {
            Gguf part = parts.get(i);
            String where = "GGUF, file " + (i + 1) + " of " + parts.size();
            same(where + ", split.count", parts.size(), part.count("split.count").orElse(1L));
            same(where + ", split.no", i, part.count("split.no").orElse(0L));
            for (GgufTensor tensor : part.tensors()) {
                Integer other = owners.put(tensor.name(), i);
                if (other != null) {
                    throw new DamagedData("A tensor is in two files of one model.", Finding
                            .at(where + ", tensor " + tensor.name()).expected("each tensor once")
                            .found("another one in file " + (other + 1)));
                }
            }
            tensors += part.tensors().size();
        }
        same("GGUF, split.tensors.count", tensors,
                parts.isEmpty() ? 0 : parts.get(0).count("split.tensors.count").orElse(tensors));
    }

    private static void same(String where, long expected, long found) {
        if (expected != found) {
            throw new DamagedData("The files are not the parts of one model.", Finding.at(where).expected(expected)
                    .found(found).remedy("Choose all files of the model together, and no others."));
        }
    }

    private static int number(String digits) {
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private static String digits(int number) {
        String digits = Integer.toString(number);
        return "00000".substring(Math.min(DIGITS, digits.length())) + digits;
    }
}
