package dev.tabitat.web;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes that each compiled class refers to, from its constant pool (JVM specification, 4.4): by use, in
 * signatures of what it calls, and by its own.
 */
final class ClassReferences {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private ClassReferences() {}

    /** Names with dots, nested classes with a dollar; by class, what it refers to. */
    static Map<String, Set<String>> in(Path classes) {
        Map<String, Set<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                try (InputStream in = Files.newInputStream(file)) {
                    all.put(name.substring(0, name.length() - ".class".length()), read(new DataInputStream(in)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Set<String> read(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        Set<Integer> classes = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS -> classes.add(in.readUnsignedShort());
                case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.skipNBytes(2);
                case METHOD_HANDLE -> in.skipNBytes(3);
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> in.skipNBytes(4);
            }
        }
        Set<String> names = new TreeSet<>();
        classes.forEach(index -> names.add(texts[index].replace('/', '.')));
        for (String text : texts) {
            addDescriptor(text, names);
        }
        return names;
    }

    /** The classes of a descriptor, for example {@code (Ljava/lang/String;I)V}. */
    private static void addDescriptor(String text, Set<String> names) {
        if (text == null || text.isEmpty() || "(L[".indexOf(text.charAt(0)) < 0) {
            return;
        }
        for (int at = text.indexOf('L'); at >= 0; at = text.indexOf('L', at + 1)) {
            int end = at + 1;
            while (end < text.length()
                    && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '/')) {
                end++;
            }
            if (end < text.length() && (text.charAt(end) == ';' || text.charAt(end) == '<')) {
                names.add(text.substring(at + 1, end).replace('/', '.'));
                at = end;
            }
        }
    }
}
