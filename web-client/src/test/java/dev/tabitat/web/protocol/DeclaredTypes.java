package dev.tabitat.web.protocol;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares JSON with the types of {@code tabitat.d.ts}: what a method gives is what the file declares. */
public final class DeclaredTypes {

    private static final DeclaredTypes API = read();

    private static final Pattern GENERIC = Pattern.compile("(?s)(\\w+)<(.*)>");
    private static final Pattern INDEXED = Pattern.compile("(?s)(\\w+)\\[\"(\\w+)\"]");
    private static final Pattern MEMBER = Pattern.compile("(?s)(?:readonly )?(\\w+)(\\?)?: (.*)");

    private final TypeDeclarations declarations;

    DeclaredTypes(TypeDeclarations declarations) {
        this.declarations = declarations;
    }

    private static DeclaredTypes read() {
        try {
            return new DeclaredTypes(new TypeDeclarations(Files.readString(Path.of("src/main/web/tabitat.d.ts"))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws AssertionError when a public method gave something else than it declares */
    public static void require(String method, Json result) {
        Method called = Methods.named(method);
        if (!called.has(Method.API)) {
            return;
        }
        String type = API.declarations.result(method);
        // Rows of numbers come as bytes beside the result, and api.js puts them in.
        Json shown = called == EngineMethod.EMBED ? ((JsonObject) result).with("embeddings", JsonArray.EMPTY) : result;
        Optional<String> mismatch = API.mismatch(type, shown, method);
        if (mismatch.isPresent()) {
            throw new AssertionError(mismatch.get() + "\ndeclared: " + type + "\ngiven: " + result);
        }
    }

    /** Where and how a value is not of the type; empty where it is. */
    Optional<String> mismatch(String written, Json value, String where) {
        String type = written.strip();
        List<String> alternatives = TypeDeclarations.split(type, '|');
        if (alternatives.size() > 1) {
            String last = "";
            for (String one : alternatives) {
                Optional<String> mismatch = mismatch(one, value, where);
                if (mismatch.isEmpty()) {
                    return mismatch;
                }
                last += "\n  not " + (one.length() > 60 ? one.substring(0, 60) + "..." : one) + ": " + mismatch.get();
            }
            return Optional.of(where + " is of no alternative:" + last);
        }
        if (type.endsWith("[]")) {
            return ofItems(type.substring(0, type.length() - 2), value, where);
        }
        List<String> members = members(type);
        if (!members.isEmpty()) {
            return ofMembers(members, value, where);
        }
        if (type.startsWith("(")) {
            return mismatch(type.substring(1, type.length() - 1), value, where);
        }
        if (type.startsWith("[")) {
            return ofTuple(TypeDeclarations.split(type.substring(1, type.length() - 1), ','), value, where);
        }
        Matcher indexed = INDEXED.matcher(type);
        if (indexed.matches()) {
            return mismatch(member(members(indexed.group(1)), indexed.group(2)), value, where);
        }
        Matcher generic = GENERIC.matcher(type);
        if (generic.matches() && generic.group(1).equals("Record")) {
            return ofRecord(TypeDeclarations.split(generic.group(2), ',').get(1), value, where);
        }
        if (generic.matches() && generic.group(1).equals("Exclude")) {
            return mismatch(TypeDeclarations.split(generic.group(2), ',').get(0), value, where);
        }
        Optional<String> alias = declarations.alias(type);
        return alias.isPresent() ? mismatch(alias.get(), value, where) : ofPlain(type, value, where);
    }

    private static Optional<String> ofPlain(String type, Json value, String where) {
        boolean isOne = type.startsWith("\"") ? value.equals(Json.of(type.substring(1, type.length() - 1)))
                : switch (type) {
                    case "string" -> value instanceof JsonString;
                    case "number" -> value instanceof JsonNumber;
                    case "boolean" -> value instanceof JsonBool;
                    case "true" -> value == JsonBool.TRUE;
                    case "null" -> value == JsonNull.NULL;
                    case "object" -> value instanceof JsonObject;
                    case "unknown" -> true;
                    // Comes as bytes beside these facts.
                    case "Blob" -> value instanceof JsonObject file && file.has("bytes") && file.has("type");
                    default -> value instanceof JsonNumber && type.equals(value.toString());
                };
        return isOne ? Optional.empty() : Optional.of(where + ": " + type + " expected, " + value.kind() + " found");
    }

    private Optional<String> ofItems(String type, Json value, String where) {
        if (!(value instanceof JsonArray array)) {
            return Optional.of(where + ": a list expected, " + value.kind() + " found");
        }
        for (int i = 0; i < array.size(); i++) {
            Optional<String> mismatch = mismatch(type, array.get(i), where + "[" + i + "]");
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofTuple(List<String> types, Json value, String where) {
        if (!(value instanceof JsonArray array) || array.size() != types.size()) {
            return Optional.of(where + ": " + types.size() + " items expected, " + value + " found");
        }
        for (int i = 0; i < types.size(); i++) {
            Matcher named = MEMBER.matcher(types.get(i));
            Optional<String> mismatch = mismatch(named.matches() ? named.group(3) : types.get(i), array.get(i),
                    where + "[" + i + "]");
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofRecord(String type, Json value, String where) {
        if (!(value instanceof JsonObject object)) {
            return Optional.of(where + ": an object expected, " + value.kind() + " found");
        }
        for (String name : object.names()) {
            Optional<String> mismatch = mismatch(type, object.get(name), where + "." + name);
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return Optional.empty();
    }

    /** The declarations of an object's members, one text each; none for a type that is no object with names. */
    private List<String> members(String type) {
        List<String> parts = TypeDeclarations.split(type, '&');
        if (parts.size() > 1) {
            List<String> all = new ArrayList<>();
            parts.forEach(part -> all.addAll(members(part)));
            return all;
        }
        if (type.startsWith("{")) {
            return TypeDeclarations.split(type.substring(1, type.length() - 1), ';');
        }
        if (type.startsWith("(") && TypeDeclarations.split(type, '|').size() == 1) {
            return members(type.substring(1, type.length() - 1));
        }
        Matcher generic = GENERIC.matcher(type);
        if (generic.matches() && generic.group(1).equals("Partial")) {
            return members(generic.group(2)).stream().map(one -> one.replaceFirst("^(\\w+)\\??: ", "$1?: ")).toList();
        }
        if (generic.matches() && generic.group(1).equals("Omit")) {
            List<String> of = TypeDeclarations.split(generic.group(2), ',');
            String without = of.get(1).substring(1, of.get(1).length() - 1);
            return members(of.get(0)).stream().filter(one -> !one.startsWith(without + ":")).toList();
        }
        return declarations.members(type, this::members);
    }

    private static String member(List<String> members, String name) {
        for (String one : members) {
            Matcher member = MEMBER.matcher(one);
            if (member.matches() && member.group(1).equals(name)) {
                return member.group(3);
            }
        }
        throw new IllegalArgumentException("There is no member " + name + " in " + members);
    }

    private Optional<String> ofMembers(List<String> members, Json value, String where) {
        if (!(value instanceof JsonObject object)) {
            return Optional.of(where + ": an object expected, " + value.kind() + " found");
        }
        List<String> left = new ArrayList<>(object.names());
        boolean isOpen = false;
        for (String one : members) {
            if (one.startsWith("[")) {
                isOpen = true;
                continue;
            }
            Matcher member = MEMBER.matcher(one);
            if (!member.matches()) {
                throw new IllegalArgumentException("This member cannot be read: " + one);
            }
            String name = member.group(1);
            left.remove(name);
            if (!object.has(name) && member.group(2) == null) {
                return Optional.of(where + "." + name + " is missing");
            }
            Optional<String> mismatch = object.has(name)
                    ? mismatch(member.group(3), object.get(name), where + "." + name)
                    : Optional.empty();
            if (mismatch.isPresent()) {
                return mismatch;
            }
        }
        return isOpen || left.isEmpty() ? Optional.empty() : Optional.of(where + " has undeclared members: " + left);
    }
}
