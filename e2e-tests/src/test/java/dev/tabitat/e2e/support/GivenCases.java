package dev.tabitat.e2e.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Failures that people met, as files of this module's resources in {@code cases}: what was put in, what came of it, and
 * what is right.
 */
public final class GivenCases {

    private GivenCases() {}

    /** @param input what was done, in words, with its values */
    public record Case(String input, String right) {

        /**
         * The numbers of the input that are at least {@code least}, in their order; commas in numbers are passed over.
         */
        public List<Integer> numbers(int least) {
            return Arrays.stream(input.replaceAll("(?<=\\d),(?=\\d{3})", "").split("[^0-9]+"))
                    .filter(digits -> !digits.isEmpty())
                    .map(Integer::valueOf).filter(number -> number >= least).toList();
        }

        /** The words of the input, without commas at their ends. */
        public List<String> words() {
            return Arrays.stream(input.split("\\s+")).map(word -> word.replaceAll("[,;]+$", "")).toList();
        }
    }

    /** All cases of a file. @param name without its extension */
    public static List<Case> all(String name) {
        try (InputStream in = GivenCases.class.getResourceAsStream("/cases/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("There are no cases of the name " + name);
            }
            JsonObject file = JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            List<Case> all = new ArrayList<>();
            for (JsonElement one : file.getAsJsonArray("cases")) {
                all.add(new Case(one.getAsJsonObject().get("input").getAsString(),
                        one.getAsJsonObject().get("right").getAsString()));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only case of a file whose input has these words. */
    public static Case one(String name, String words) {
        List<Case> found = all(name).stream().filter(one -> one.input().contains(words)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " cases of " + name + " have the words " + words);
        }
        return found.get(0);
    }
}
