package dev.tabitat.core.architecture;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a compiled class refers to, from its constant pool (JVM specification, 4.4). Constants that the compiler copies,
 * such as {@code static final int}, leave no reference.
 *
 * @param types by use, in signatures of what it calls, and by its own; names with dots, nested classes with a dollar
 * @param members fields and methods that it uses, as {@code java.util.Random.nextInt(I)I} or
 * {@code java.lang.System.out}
 */
public record ClassReferences(Set<String> types, Set<String> members) {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    /** By class, what it refers to, of all class files below a folder or in a jar's file system. */
    public static Map<String, ClassReferences> in(Path classes) {
        Map<String, ClassReferences> all = new TreeMap<>();
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

    private static ClassReferences read(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        // Of a class its name; of a member its class, and of a name and a type both, the second in the upper half.
        int[] links = new int[count];
        int[] tags = new int[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> links[i] = in.readUnsignedShort();
                case FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE ->
                    links[i] = in.readUnsignedShort() | in.readUnsignedShort() << 16;
                case METHOD_HANDLE -> in.skipNBytes(3);
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> in.skipNBytes(4);
            }
        }
        Set<String> types = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            if (tags[i] == UTF8) {
                addDescriptor(texts[i], types);
            } else if (tags[i] == CLASS && texts[links[i]].charAt(0) != '[') {
                types.add(texts[links[i]].replace('/', '.'));
            } else if (tags[i] == FIELD || tags[i] == METHOD || tags[i] == INTERFACE_METHOD) {
                String owner = texts[links[links[i] & 0xFFFF]].replace('/', '.');
                int nameAndType = links[links[i] >>> 16];
                String type = texts[nameAndType >>> 16];
                members.add(owner + "." + texts[nameAndType & 0xFFFF] + (tags[i] == FIELD ? "" : type));
            }
        }
        return new ClassReferences(types, members);
    }

    /** The classes of a descriptor, for example {@code (Ljava/lang/String;I)V}. */
    private static void addDescriptor(String text, Set<String> types) {
        if (text.isEmpty() || "(L[".indexOf(text.charAt(0)) < 0) {
            return;
        }
        for (int at = text.indexOf('L'); at >= 0; at = text.indexOf('L', at + 1)) {
            int end = at + 1;
            while (end < text.length()
                    && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '/')) {
                end++;
            }
            if (end < text.length() && (text.charAt(end) == ';' || text.charAt(end) == '<')) {
                types.add(text.substring(at + 1, end).replace('/', '.'));
                at = end;
            }
        }
    }
}
