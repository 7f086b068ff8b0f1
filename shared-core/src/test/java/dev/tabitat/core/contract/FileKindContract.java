package dev.tabitat.core.contract;

import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarReader;
import dev.tabitat.core.format.tar.TarWriter;
import dev.tabitat.core.packages.OciArchive;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of other formats are named as what they are, wherever a binary format is expected. */
final class FileKindContract {

    private static final byte[] CONFIG = Utf8
            .encode("{\"peft_type\":\"LORA\",\"r\":1,\"lora_alpha\":1,\"target_modules\":[\"query\"]}");

    private FileKindContract() {}

    static List<Contract> all() {
        return List.of(
                Contract.of("files: other formats are known by their first bytes", FileKindContract::kinds),
                Contract.of("files: weights of another format are named, with what to do", FileKindContract::weights),
                Contract.of("files: archives of another format are named", FileKindContract::archives),
                Contract.of("files: no safetensors file is taken for another format", FileKindContract::safetensors));
    }

    /** Each with bytes after it, so that it is as long as a file of weights, and some in variants. */
    private static Map<String, FileKind> samples() {
        Map<String, FileKind> samples = new LinkedHashMap<>();
        samples.put("", FileKind.EMPTY);
        samples.put(zip("adapter_model/data.pkl"), FileKind.PYTORCH_ZIP);
        samples.put(zip("archive/data.pkl"), FileKind.PYTORCH_ZIP);
        samples.put(zip("weights/readme.txt"), FileKind.ZIP);
        samples.put(zip("arr_0.npy"), FileKind.NUMPY);
        // torch.save before 1.6: the magic number of torch.serialization as a pickled long.
        samples.put("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.",
                FileKind.PYTORCH_PICKLE);
        samples.put("\u0080\u0004\u0095\u0010\0\0\0\0\0\0\0\u008c\u000bcollections", FileKind.PYTORCH_PICKLE);
        samples.put("\u0080\u0002ccollections\nOrderedDict\nq\0)Rq\u0001", FileKind.PYTORCH_PICKLE);
        samples.put("\u0080\u0003}q\0(X\u0005\0\0\0", FileKind.PYTORCH_PICKLE);
        samples.put("(dp0\nS'weight'\np1\n", FileKind.PYTORCH_PICKLE);
        samples.put("ccollections\nOrderedDict\n", FileKind.PYTORCH_PICKLE);
        samples.put(tar("sys_info"), FileKind.PYTORCH_TAR);
        samples.put(tar("./storages"), FileKind.PYTORCH_TAR);
        samples.put(tar("model/weights.safetensors"), FileKind.TAR);
        samples.put("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 17700000\n",
                FileKind.LFS_POINTER);
        samples.put("version https://git-lfs.github.com/spec/v1\r\noid sha256:4d7a21\r\nsize 1\r\n",
                FileKind.LFS_POINTER);
        samples.put("version https://hawser.github.com/spec/v1\n", FileKind.LFS_POINTER);
        samples.put("/annex/objects/SHA256E-s12--abc.bin\n", FileKind.LFS_POINTER);
        samples.put("<!DOCTYPE html><html><head>", FileKind.HTML);
        samples.put("\u00ef\u00bb\u00bf\r\n  <!doctype HTML>", FileKind.HTML);
        samples.put("<HTML lang=en>", FileKind.HTML);
        samples.put("<!-- a proxy --> <html>", FileKind.HTML);
        samples.put("<?xml version=\"1.0\"?><!DOCTYPE html><html>", FileKind.HTML);
        samples.put("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", FileKind.XML);
        samples.put("{\"error\":\"Repository not found\"}", FileKind.JSON);
        samples.put("\n[ 1, 2 ]", FileKind.JSON);
        samples.put("GGUF\u0003\0\0\0", FileKind.GGUF);
        samples.put("tjgg\u0001\0\0\0", FileKind.GGML);
        samples.put("\u001f\u008b\b\0\0\0\0\0", FileKind.GZIP);
        samples.put("\u00fd7zXZ\0\0\u0004", FileKind.COMPRESSED);
        samples.put("BZh91AY&SY", FileKind.COMPRESSED);
        samples.put("(\u00b5/\u00fd\u0004\0", FileKind.COMPRESSED);
        samples.put("\b\u0007\u0012\u0007pytorch", FileKind.ONNX);
        samples.put("\b\n:\u0080\u0001", FileKind.ONNX);
        samples.put("\u0089HDF\r\n\u001a\n", FileKind.HDF5);
        samples.put("\u0093NUMPY\u0001\0", FileKind.NUMPY);
        samples.put("%PDF-1.7\n", FileKind.PDF);
        samples.put("\0".repeat(512), FileKind.ZEROS);
        samples.put("Entry not found", FileKind.TEXT);
        samples.put("Invalid username or password.", FileKind.TEXT);
        return samples;
    }

    private static String zip(String name) {
        return "PK\u0003\u0004\0\0\b\b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" + (char) name.length() + "\0\0\0" + name;
    }

    private static String tar(String name) {
        return name + "\0".repeat(257 - name.length()) + "ustar\00000" + "\0".repeat(247);
    }

    private static byte[] bytes(String latin) {
        byte[] bytes = new byte[latin.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) latin.charAt(i);
        }
        return bytes;
    }

    private static void kinds(Check check) {
        samples().forEach((sample, kind) -> check.equal(shown(sample), kind, FileKind.of(bytes(sample))));
        check.equal("random bytes", FileKind.UNKNOWN, FileKind.of(new byte[]{3, -7, 99, 1, -128, 44, 0, 1, 9}));
        check.equal("a length that is a pickle's first bytes", FileKind.SAFETENSORS,
                FileKind.of(bytes("\u0080\u0002\0\0\0\0\0\0{\"a\":")));
    }

    private static void weights(Check check) {
        samples().forEach((sample, kind) -> {
            DamagedData refused = check.fails(shown(sample), DamagedData.class,
                    () -> AdapterFiles.read(CONFIG, bytes(sample)));
            check.equal(shown(sample), kind.words(), refused.finding().found());
            check.isTrue("says it: " + refused.getMessage(), refused.getMessage().contains(kind.words()));
            check.isTrue("what to do: " + refused.finding().remedy(), refused.finding().remedy().length() > 20);
        });
        DamagedData pickle = check.fails("a pickle", DamagedData.class,
                () -> Safetensors.read(bytes(zip("archive/data.pkl"))));
        check.isTrue("how to save it", pickle.finding().remedy().contains("safe_serialization=True"));
        byte[] sound = new Safetensors(Map.of("w", Tensor.ofFloats(Shape.of(64), new float[64])), Map.of()).write();
        for (int length = 1; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            DamagedData refused = check.fails("cut at " + length, DamagedData.class, () -> Safetensors.read(cut));
            check.isTrue("cut at " + length + ": " + refused.getMessage(),
                    length < 9 || refused.getMessage().contains("truncated"));
        }
    }

    private static void archives(Check check) {
        samples().forEach((sample, kind) -> {
            switch (kind) {
                case TAR, ZEROS -> {
                }
                case GZIP, ZIP, COMPRESSED -> check.equal(shown(sample), kind.words(),
                        check.fails(shown(sample), Unsupported.class, () -> TarReader.read(Slices.of(bytes(sample))))
                                .finding().found());
                default -> check.isTrue(shown(sample), check
                        .fails(shown(sample), TabitatException.class, () -> OciArchive.read(Slices.of(bytes(sample))))
                        .getMessage().contains(kind == FileKind.HTML ? "HTML page" : kind.words()));
            }
        });
        check.equal("an archive of nothing", 0, TarReader.read(Slices.of(TarWriter.end())).size());
    }

    private static void safetensors(Check check) {
        for (int columns = 1; columns < 700; columns++) {
            Map<String, String> notes = Map.of("n", "x".repeat(columns));
            byte[] file = new Safetensors(Map.of("w", Tensor.ofFloats(Shape.of(1), 1)), notes).write();
            check.equal("a header of " + (file.length - 12) + " bytes", notes, Safetensors.read(file).metadata());
        }
    }

    private static String shown(String sample) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(40, sample.length()); i++) {
            char c = sample.charAt(i);
            shown.append(c >= ' ' && c < 0x7F ? c : '.');
        }
        return shown.toString();
    }
}
