package dev.tabitat.host;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Which of the two compressed forms a client takes (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

    private AcceptEncoding() {}

    /**
     * {@code br} and {@code gzip}, those that are taken at least as gladly as plain bytes, the preferred one first;
     * brotli wins a tie, as it is smaller.
     */
    static List<String> preferred(String header) {
        if (header == null) {
            return List.of();
        }
        double any = weight(header, "*").orElse(0);
        double brotli = weight(header, "br").orElse(any);
        double gzip = Math.max(weight(header, "gzip").orElse(any), weight(header, "x-gzip").orElse(0));
        // Plain bytes are always allowed, but preferred only by a client that says so.
        double plain = weight(header, "identity").orElse(0);
        List<String> order = new ArrayList<>();
        if (brotli > 0 && brotli >= plain) {
            order.add("br");
        }
        if (gzip > 0 && gzip >= plain) {
            order.add(gzip > brotli ? 0 : order.size(), "gzip");
        }
        return order;
    }

    private static OptionalDouble weight(String header, String coding) {
        for (String item : header.split(",")) {
            String[] parts = item.split(";");
            if (parts.length == 0 || !parts[0].strip().equalsIgnoreCase(coding)) {
                continue;
            }
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip();
                if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                    return OptionalDouble.of(number(parameter.substring(2)));
                }
            }
            return OptionalDouble.of(1);
        }
        return OptionalDouble.empty();
    }

    /** A quality from 0 to 1; what is none counts as 0. */
    private static double number(String text) {
        return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
