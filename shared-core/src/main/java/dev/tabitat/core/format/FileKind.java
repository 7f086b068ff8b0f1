package dev.tabitat.core.format;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What a file really is, by its first bytes: the one place that recognises a file of another format where a binary one
 * is expected.
 *
 * <p>
 * Sources: the formats' own specifications (safetensors, ZIP APPNOTE 4.3, POSIX ustar, Git LFS pointer 1, GGUF, RFC
 * 1952, ONNX IR, Python's pickletools) and {@code torch.serialization}, which writes a zip with {@code data.pkl}, wrote
 * one pickle before PyTorch 1.6 and a tar of {@code sys_info, pickle, tensors, storages} before 0.1.10.
 */
public enum FileKind {
    EMPTY("an empty file (0 bytes)", "Download the file again, or choose another."),
    SAFETENSORS("a safetensors file", "Choose %s."),
    PYTORCH_ZIP("PyTorch's own format (a zip archive with a pickle)", Remedies.PYTORCH),
    PYTORCH_PICKLE("a pickle, PyTorch's own format before 1.6", Remedies.PYTORCH),
    PYTORCH_TAR("PyTorch's own format before 0.1.10 (a tar archive with a pickle)", Remedies.PYTORCH),
    LFS_POINTER("a Git LFS pointer, a few lines of text in place of the file",
            "Run git lfs pull, or download the file itself, and choose that."),
    HTML("an HTML page",
            "A sign-in or error page was saved in place of the file: open its address, sign in if asked, and download it again."),
    XML("an XML text", "An error message may have been saved in place of the file: download it again, or choose %s."),
    JSON("a JSON text", "It may be the configuration, or an error message saved in place of the file: choose %s."),
    GGUF("a GGUF file, the format of llama.cpp", "Choose %s instead; most models are published as both."),
    GGML("a GGML file, the format of llama.cpp before GGUF", "Choose %s instead."),
    ONNX("an ONNX model", "Choose %s instead."),
    HDF5("an HDF5 file, as Keras writes it", "Save it as safetensors, and choose %s."),
    NUMPY("a NumPy array", "Save it as safetensors, and choose %s."),
    ZIP("a zip archive", Remedies.UNPACK),
    TAR("a tar archive", Remedies.UNPACK),
    GZIP("a file compressed with gzip", Remedies.UNPACK),
    COMPRESSED("a file compressed with xz, bzip2, zstd or 7-Zip", Remedies.UNPACK),
    PDF("a PDF document", "Choose %s."),
    ZEROS("nothing but zero bytes", "The download was not finished: download the file again."),
    TEXT("a text",
            "An error message may have been saved in place of the file: read it, then download the file again, or choose %s."),
    UNKNOWN("bytes of no known format", "Download the file again, or choose %s.");

    /** As many bytes as {@link #of} looks at, at most. */
    public static final int HEAD_BYTES = FileHead.BYTES;

    private static final int TEXT_BYTES = 512;
    private static final List<String> COMPRESSION = List.of("\u00fd7zXZ\u0000", "BZh", "\u0028\u00b5\u002f\u00fd",
            "7z\u00bc\u00af\u0027\u001c");

    private final String words;
    private final String remedy;

    FileKind(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** What it is, with its article. */
    public String words() {
        return words;
    }

    /** What to do where another file was expected. @param wanted what was, without an article */
    public String remedy(String wanted) {
        return remedy.replace("%s", withArticle(wanted));
    }

    /** The kind of a whole file. */
    public static FileKind of(Slices file) {
        return of(file.read(0, (int) Math.min(HEAD_BYTES, file.length())));
    }

    /** The kind of a whole file that is in memory: without reading, which may wait. */
    public static FileKind ofFile(byte[] file) {
        byte[] head = new byte[Math.min(HEAD_BYTES, file.length)];
        System.arraycopy(file, 0, head, 0, head.length);
        return of(head);
    }

    /** The kind of a file that begins so. @param head the first {@link #HEAD_BYTES} of it, or all of a shorter one */
    public static FileKind of(byte[] head) {
        if (head.length == 0) {
            return EMPTY;
        }
        // First, for its length field may have any low bytes, those of other formats too.
        if (head.length > 8 && head[8] == '{' && head[7] == 0 && head[6] == 0 && head[5] == 0 && head[4] == 0) {
            return SAFETENSORS;
        }
        if (FileHead.starts(head, 0, "PK\u0003\u0004") || FileHead.starts(head, 0, "PK\u0005\u0006")) {
            return FileHead.contains(head, "data.pkl") ? PYTORCH_ZIP : FileHead.contains(head, ".npy") ? NUMPY : ZIP;
        }
        if (FileHead.starts(head, 257, "ustar")) {
            int name = FileHead.starts(head, 0, "./") ? 2 : 0;
            return FileHead.starts(head, name, "sys_info\0") || FileHead.starts(head, name, "pickle\0")
                    || FileHead.starts(head, name, "tensors\0")
                    || FileHead.starts(head, name, "storages\0")
                            ? PYTORCH_TAR
                            : TAR;
        }
        if (isPickle(head)) {
            return PYTORCH_PICKLE;
        }
        if (FileHead.starts(head, 0, "\u001f\u008b")) {
            return GZIP;
        }
        if (COMPRESSION.stream().anyMatch(magic -> FileHead.starts(head, 0, magic))) {
            return COMPRESSED;
        }
        if (FileHead.starts(head, 0, "GGUF") || FileHead.starts(head, 0, "FUGG")) {
            return GGUF;
        }
        if (FileHead.starts(head, 0, "lmgg") || FileHead.starts(head, 0, "tjgg") || FileHead.starts(head, 0, "fmgg")
                || FileHead.starts(head, 0, "algg")) {
            return GGML;
        }
        if (FileHead.starts(head, 0, "\u0089HDF\r\n\u001a\n")) {
            return HDF5;
        }
        if (FileHead.starts(head, 0, "\u0093NUMPY")) {
            return NUMPY;
        }
        if (FileHead.starts(head, 0, "%PDF-")) {
            return PDF;
        }
        return isOnnx(head) ? ONNX : text(head);
    }

    /**
     * An error for bytes that are recognised as something else; empty for the expected kind and for bytes of no known
     * format.
     *
     * @param wanted what was expected, without an article
     */
    public Optional<DamagedData> insteadOf(FileKind expected, String wanted, String where) {
        if (this == expected || this == UNKNOWN) {
            return Optional.empty();
        }
        return Optional.of(new DamagedData("This is " + words + ", not " + withArticle(wanted) + ".",
                Finding.at(where).expected(withArticle(wanted)).found(words).remedy(remedy(wanted))));
    }

    private static String withArticle(String wanted) {
        return ("AEIOUaeiou".indexOf(wanted.charAt(0)) >= 0 ? "an " : "a ") + wanted;
    }

    /** Protocols 2 to 5 begin with their number; of 0 and 1 those that hold a dictionary, a list or a class. */
    private static boolean isPickle(byte[] head) {
        if (head.length > 2 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5) {
            int opcode = head[2] & 0xFF;
            // FRAME, LONG1, EMPTY_DICT, EMPTY_LIST, GLOBAL, MARK, short and plain strings, PROTO, tuples, numbers.
            return "\u0095\u008a}](cXU\u008cK\u0080)JMq".indexOf(opcode) >= 0;
        }
        return FileHead.starts(head, 0, "(dp") || FileHead.starts(head, 0, "(lp")
                || FileHead.starts(head, 0, "ccollections\n")
                || FileHead.starts(head, 0, "ctorch") || FileHead.starts(head, 0, "c__builtin__\n");
    }

    /**
     * ModelProto: the field ir_version (1 to 20), then another field of it that is a length and bytes, or
     * model_version.
     */
    private static boolean isOnnx(byte[] head) {
        if (head.length < 4 || head[0] != 8 || head[1] < 1 || head[1] > 20) {
            return false;
        }
        return head[2] == 0x12 || head[2] == 0x1a || head[2] == 0x22 || head[2] == 0x28 || head[2] == 0x32
                || head[2] == 0x3a || head[2] == 0x42;
    }

    private static FileKind text(byte[] head) {
        int at = FileHead.afterBlanks(head);
        if (FileHead.starts(head, at, "version https://git-lfs") || FileHead.starts(head, at, "version https://hawser")
                || FileHead.starts(head, at, "/annex/objects/")) {
            return LFS_POINTER;
        }
        if (FileHead.isHtml(head)) {
            return HTML;
        }
        if (FileHead.starts(head, at, "<?xml")) {
            return XML;
        }
        if (isZeros(head)) {
            return ZEROS;
        }
        if (!isText(head)) {
            return UNKNOWN;
        }
        return at < head.length && (head[at] == '{' || head[at] == '[') ? JSON : TEXT;
    }

    private static boolean isZeros(byte[] head) {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return head.length >= 64;
    }

    /** No control characters but tabs and line ends, and no bytes that UTF-8 never has. */
    private static boolean isText(byte[] head) {
        for (int i = 0; i < Math.min(head.length, TEXT_BYTES); i++) {
            int b = head[i] & 0xFF;
            if (b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 0x7F || b == 0xC0 || b == 0xC1 || b > 0xF4) {
                return false;
            }
        }
        return true;
    }

    /** Constants may not be named before they are declared in an enum. */
    private static final class Remedies {

        private static final String PYTORCH = "It can run code when it is read, so it is not read here. Save it again with safe_serialization=True "
                + "(save_pretrained does so by default in current versions), and choose %s.";
        private static final String UNPACK = "Unpack it, and choose %s from it.";
    }
}
