package dev.tabitat.core.tokenizer.vocabulary;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.file.JsonPart;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a model by id and in a trie of code points, which is an open-addressing table of its edges: a token is
 * found while a text is read, and no token is kept as a string.
 */
public final class Vocabulary {

    /** The node of the empty text. */
    public static final int ROOT = 0;
    /** The longest token, in code points. */
    public static final int MAX_TOKEN_LENGTH = 1_000;
    /** The highest id. */
    public static final int MAX_ID = (1 << 22) - 1;
    private static final int MAX_NODES = 1 << 24;
    private static final int NONE = -1;

    private int[] slots = new int[1 << 10];
    private int[] parents = new int[1 << 9];
    private int[] edges = new int[1 << 9];
    private int[] ids = new int[1 << 9];
    private int nodeCount = 1;
    private int[] nodes = new int[1 << 8];
    private int size;
    private int count;

    private Vocabulary() {
        Arrays.fill(ids, NONE);
        Arrays.fill(nodes, NONE);
    }

    /** Reads {@code {token: id}}: no id twice, holes allowed. */
    public static Vocabulary read(JsonPart holder, String name) {
        JsonObject map = holder.part(name).object();
        Vocabulary vocabulary = new Vocabulary();
        for (String token : map.names()) {
            String where = name + ", token \"" + JsonPart.shorten(token) + "\"";
            int id = holder.integer(map.get(token), where, 0, MAX_ID);
            if (id < vocabulary.size && vocabulary.nodes[id] != NONE) {
                throw holder.damaged(where, "an id of its own",
                        id + ", as \"" + JsonPart.shorten(vocabulary.token(id)) + "\" has");
            }
            vocabulary.add(holder, where, token, id);
        }
        if (vocabulary.count == 0) {
            throw holder.damaged(name, "at least one token", "none");
        }
        return vocabulary;
    }

    /** Reads {@code [token, score]*}, whose ids are their places; a token that comes twice is found by the later. */
    public static Vocabulary readList(JsonPart holder, String name) {
        JsonArray list = holder.array(name);
        Vocabulary vocabulary = new Vocabulary();
        if (list.size() == 0 || list.size() > MAX_ID + 1) {
            throw holder.damaged(name, "1 to " + (MAX_ID + 1) + " tokens", Integer.toString(list.size()));
        }
        for (int id = 0; id < list.size(); id++) {
            Json entry = list.get(id);
            if (!(entry instanceof JsonArray pair) || pair.size() != 2
                    || !(pair.get(0) instanceof JsonString token)) {
                throw holder.damaged(name + "[" + id + "]", "a token and its score", JsonPart.show(entry));
            }
            vocabulary.add(holder, name + "[" + id + "]", token.value(), id);
        }
        return vocabulary;
    }

    /** The tokens of a list, whose ids are their places; one that comes twice is found by the later. */
    public static Vocabulary of(JsonPart holder, String name, List<String> tokens) {
        Vocabulary vocabulary = new Vocabulary();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.add(holder, name + "[" + id + "]", tokens.get(id), id);
        }
        return vocabulary;
    }

    /** The tokens of a list, whose ids are their places, but the empty ones; as {@link #of}. */
    public static Vocabulary ofSome(JsonPart holder, String name, List<String> tokens) {
        Vocabulary vocabulary = new Vocabulary();
        for (int id = 0; id < tokens.size(); id++) {
            if (!tokens.get(id).isEmpty()) {
                vocabulary.add(holder, name + "[" + id + "]", tokens.get(id), id);
            }
        }
        return vocabulary;
    }

    private void add(JsonPart holder, String where, String token, int id) {
        if (Utf8.firstUnpairedSurrogate(token, 0) >= 0) {
            throw holder.damaged(where, "whole characters", "an unpaired surrogate");
        }
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw holder.unsupported(where, "at most " + MAX_TOKEN_LENGTH + " characters",
                    Integer.toString(token.length()));
        }
        int node = ROOT;
        for (int i = 0; i < token.length();) {
            int point = token.codePointAt(i);
            int next = child(node, point);
            node = next >= 0 ? next : addNode(holder, where, node, point);
            i += Character.charCount(point);
        }
        if (id >= nodes.length) {
            int old = nodes.length;
            nodes = Arrays.copyOf(nodes, Math.max(id + 1, 2 * old));
            Arrays.fill(nodes, old, nodes.length, NONE);
        }
        nodes[id] = node;
        ids[node] = id;
        size = Math.max(size, id + 1);
        count++;
    }

    private int addNode(JsonPart holder, String where, int parent, int point) {
        if (nodeCount == MAX_NODES) {
            throw holder.unsupported(where, "tokens of at most " + MAX_NODES + " different characters and prefixes",
                    "more");
        }
        if (nodeCount == parents.length) {
            grow();
        }
        int node = nodeCount++;
        parents[node] = parent;
        edges[node] = point;
        put(node);
        return node;
    }

    private void grow() {
        int capacity = 2 * parents.length;
        parents = Arrays.copyOf(parents, capacity);
        edges = Arrays.copyOf(edges, capacity);
        ids = Arrays.copyOf(ids, capacity);
        Arrays.fill(ids, nodeCount, capacity, NONE);
        slots = new int[2 * capacity];
        for (int node = 1; node < nodeCount; node++) {
            put(node);
        }
    }

    private void put(int node) {
        int slot = slot(parents[node], edges[node]);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = node;
    }

    private int slot(int node, int point) {
        int mixed = node * 0x9E3779B9 + point * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 15) * 0x2C1B3C6D;
        return (mixed ^ mixed >>> 13) & slots.length - 1;
    }

    /** The node of a node's text and one code point more, or -1 when no token starts like that. */
    public int child(int node, int point) {
        int slot = slot(node, point);
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            if (parents[found] == node && edges[found] == point) {
                return found;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return NONE;
    }

    /** The node of a text behind that of another, or -1. */
    public int walk(int node, String text) {
        int at = node;
        for (int i = 0; i < text.length() && at >= 0;) {
            int point = text.codePointAt(i);
            at = child(at, point);
            i += Character.charCount(point);
        }
        return at;
    }

    /** The node of code points behind another node, or -1. */
    public int walk(int node, int[] points, int from, int to) {
        int at = node;
        for (int i = from; i < to && at >= 0; i++) {
            at = child(at, points[i]);
        }
        return at;
    }

    /** The id of the token that ends at a node, or -1; of no node too. */
    public int idOf(int node) {
        return node < 0 ? NONE : ids[node];
    }

    /** The id of a token, or -1. */
    public int find(String token) {
        return idOf(walk(ROOT, token));
    }

    /** One more than the highest id. */
    public int size() {
        return size;
    }

    /** How many ids are used. */
    public int count() {
        return count;
    }

    /** The node of an id, or -1 when it is not used. */
    public int nodeOf(int id) {
        return id < 0 || id >= size ? NONE : nodes[id];
    }

    /** The token of an id that is used. */
    public String token(int id) {
        int length = 0;
        for (int node = nodes[id]; node != ROOT; node = parents[node]) {
            length++;
        }
        int[] points = new int[length];
        for (int node = nodes[id]; node != ROOT; node = parents[node]) {
            points[--length] = edges[node];
        }
        return new String(points, 0, points.length);
    }
}
