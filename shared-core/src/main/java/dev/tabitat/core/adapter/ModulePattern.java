package dev.tabitat.core.adapter;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression over names of modules, as far as adapters' configurations use them; it matches a whole name or
 * nothing.
 *
 * <pre>
 * pattern = branch *( "|" branch )
 * branch  = *( atom [ "*" / "+" / "?" ] )
 * atom    = "(" [ "?:" ] pattern ")" / "[" [ "^" ] 1*( char [ "-" char ] / "\d" / "\w" ) "]" / "." / "^" / "$"
 *         / "\d" / "\w" / "\" punctuation / any other character
 * </pre>
 *
 * Everything else of Python's {@code re} is refused, never read as something else: counts in braces, lazy and
 * possessive repetition, look-around, references and flags. All ways through a pattern are followed at once (Thompson
 * 1968), so that matching takes time in proportion to name and pattern, whatever they are.
 */
final class ModulePattern {

    private static final int MAX_CHARS = 1000;
    private static final int MAX_DEPTH = 32;
    private static final String SPECIAL = "()[]{}|*+?^$\\.";

    /** One step: a set of characters, a fork, a jump, an edge of the name, or the end. */
    private record Step(Kind kind, int to, int other, CharSet set) {}

    private enum Kind {
        CHAR,
        FORK,
        START,
        END,
        MATCH
    }

    /** Characters by ranges, {@code from, to, from, to, ...}, both included. */
    private record CharSet(boolean negated, List<Character> ranges) {

        boolean has(char c) {
            for (int i = 0; i < ranges.size(); i += 2) {
                if (c >= ranges.get(i) && c <= ranges.get(i + 1)) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private final String text;
    private final String where;
    private final List<Step> steps = new ArrayList<>();
    private int at;
    private int depth;

    private ModulePattern(String text, String where) {
        this.text = text;
        this.where = where;
    }

    /**
     * @param where the field that it stands in, for messages
     * @throws Unsupported when it uses what is not read here
     */
    static ModulePattern of(String text, String where) {
        ModulePattern pattern = new ModulePattern(text, where);
        if (text.length() > MAX_CHARS) {
            throw pattern.refused("at most " + MAX_CHARS + " characters", text.length() + " characters");
        }
        pattern.alternatives();
        if (pattern.at < text.length()) {
            throw pattern.refused("a parenthesis for each that closes", "an extra \")\"");
        }
        pattern.steps.add(new Step(Kind.MATCH, 0, 0, null));
        return pattern;
    }

    /** The pattern for a name that ends with {@code text}, after a dot or alone: {@code (.*\.)?(text)}. */
    static ModulePattern suffix(String text, String where) {
        // Read alone first, so that a stray parenthesis cannot close ours.
        of(text, where);
        return of("(.*\\.)?(" + text + ")", where);
    }

    boolean matches(String name) {
        boolean[] now = new boolean[steps.size()];
        follow(0, now, 0, name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean[] next = new boolean[steps.size()];
            for (int s = 0; s < now.length; s++) {
                if (now[s] && steps.get(s).kind() == Kind.CHAR && steps.get(s).set().has(name.charAt(i))) {
                    follow(s + 1, next, i + 1, name.length());
                }
            }
            now = next;
        }
        return now[steps.size() - 1];
    }

    /**
     * Marks a step and those that follow it without a character; a list instead of recursion, because programs are
     * long.
     */
    private void follow(int first, boolean[] marked, int position, int length) {
        List<Integer> open = new ArrayList<>(List.of(first));
        while (!open.isEmpty()) {
            int s = open.remove(open.size() - 1);
            if (marked[s]) {
                continue;
            }
            marked[s] = true;
            Step step = steps.get(s);
            if (step.kind() == Kind.FORK) {
                open.add(step.to());
                open.add(step.other());
            } else if (step.kind() == Kind.START && position == 0 || step.kind() == Kind.END && position == length) {
                open.add(s + 1);
            }
        }
    }

    private void alternatives() {
        if (++depth > MAX_DEPTH) {
            throw refused("at most " + MAX_DEPTH + " parentheses in each other", "more");
        }
        List<Integer> exits = new ArrayList<>();
        int start = steps.size();
        branch();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            exits.add(steps.size() + 1);
            insertFork(start, steps.size() + 2);
            steps.add(null);
            start = steps.size();
            branch();
        }
        for (int exit : exits) {
            steps.set(exit, new Step(Kind.FORK, steps.size(), steps.size(), null));
        }
        depth--;
    }

    private void branch() {
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            int start = steps.size();
            atom();
            if (at < text.length() && "*+?".indexOf(text.charAt(at)) >= 0) {
                repeat(start, text.charAt(at++));
                if (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
                    throw refused("one sign of repetition", "\"" + text.charAt(at) + "\" after another");
                }
            }
        }
    }

    private void repeat(int start, char sign) {
        if (sign == '+') {
            steps.add(new Step(Kind.FORK, start, steps.size() + 1, null));
        } else if (sign == '?') {
            insertFork(start, steps.size() + 1);
        } else {
            insertFork(start, steps.size() + 2);
            steps.add(new Step(Kind.FORK, start, start, null));
        }
    }

    /** Puts a fork before a part: into it, or to {@code other}, counted after the insertion. */
    private void insertFork(int start, int other) {
        for (int i = start; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step != null && step.kind() == Kind.FORK) {
                steps.set(i, new Step(Kind.FORK, step.to() + 1, step.other() + 1, null));
            }
        }
        steps.add(start, new Step(Kind.FORK, start + 1, other, null));
    }

    private void atom() {
        char c = text.charAt(at++);
        if (c == '(') {
            if (at < text.length() && text.charAt(at) == '?') {
                if (!text.startsWith("?:", at)) {
                    throw refused("plain groups", "a group that begins with \"(?\"");
                }
                at += 2;
            }
            alternatives();
            if (at >= text.length()) {
                throw refused("a closing parenthesis", "the end");
            }
            at++;
        } else if (c == '[') {
            steps.add(new Step(Kind.CHAR, 0, 0, set()));
        } else if (c == '^' || c == '$') {
            steps.add(new Step(c == '^' ? Kind.START : Kind.END, 0, 0, null));
        } else if (c == '.') {
            steps.add(new Step(Kind.CHAR, 0, 0, new CharSet(true, List.of('\n', '\n'))));
        } else if (c == '\\') {
            steps.add(new Step(Kind.CHAR, 0, 0, new CharSet(false, escape())));
        } else if (SPECIAL.indexOf(c) >= 0) {
            throw refused("letters, digits and . * + ? | ( ) [ ] ^ $ \\", "\"" + c + "\" at character " + (at - 1));
        } else {
            steps.add(new Step(Kind.CHAR, 0, 0, new CharSet(false, List.of(c, c))));
        }
    }

    private List<Character> escape() {
        if (at >= text.length()) {
            throw refused("a character after \"\\\"", "the end");
        }
        char c = text.charAt(at++);
        if (c == 'd') {
            return List.of('0', '9');
        }
        if (c == 'w') {
            return List.of('0', '9', 'a', 'z', 'A', 'Z', '_', '_');
        }
        boolean isWord = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 127;
        if (isWord) {
            throw refused("\\d, \\w or an escaped sign", "\"\\" + c + "\"");
        }
        return List.of(c, c);
    }

    private CharSet set() {
        boolean negated = at < text.length() && text.charAt(at) == '^';
        at += negated ? 1 : 0;
        List<Character> ranges = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != ']') {
            char from = text.charAt(at++);
            if (from == '[') {
                throw refused("characters in brackets", "a bracket in brackets");
            }
            if (from == '\\') {
                ranges.addAll(escape());
                if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                    throw refused("a range between plain characters",
                            "one that begins with \"\\" + text.charAt(at - 1) + "\"");
                }
            } else if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                char to = text.charAt(at + 1);
                if (to < from || to == '\\' || to == '[') {
                    throw refused("a range that ascends", from + "-" + to);
                }
                at += 2;
                ranges.add(from);
                ranges.add(to);
            } else {
                ranges.add(from);
                ranges.add(from);
            }
        }
        if (at >= text.length() || ranges.isEmpty()) {
            throw refused("characters and a closing bracket", at >= text.length() ? "the end" : "none");
        }
        at++;
        return new CharSet(negated, ranges);
    }

    private Unsupported refused(String expected, String found) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "\u2026" : text;
        return new Unsupported("This pattern of module names is not supported.",
                Finding.at(where + ", pattern \"" + shown + "\"").expected(expected).found(found)
                        .remedy("Name the modules in full, or by their last parts."));
    }
}
