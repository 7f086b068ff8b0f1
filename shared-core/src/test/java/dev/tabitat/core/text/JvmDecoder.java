package dev.tabitat.core.text;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/** The JVM's charsets by the labels of the WHATWG Encoding Standard, which are wider than charsets of the same name. */
public final class JvmDecoder implements PlatformDecoder {

    private static final Map<String, String> NAMES = Map.of("gbk", "GB18030", "big5", "Big5-HKSCS", "shift_jis",
            "windows-31j", "euc-kr", "x-windows-949", "windows-874", "x-windows-874",
            "macintosh", "x-MacRoman", "x-mac-cyrillic", "x-MacUkraine", "iso-8859-8-i", "ISO-8859-8");

    @Override
    public Optional<String> decode(String label, byte[] bytes) {
        String name = NAMES.getOrDefault(label, label);
        return Charset.isSupported(name) ? Optional.of(new String(bytes, Charset.forName(name))) : Optional.empty();
    }
}
