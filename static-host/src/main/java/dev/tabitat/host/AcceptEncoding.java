package dev.tabitat.host;

import java.util.ArrayList;
import java.util.List;

/** Which of the two compressed forms a client takes (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

    private AcceptEncoding() {}

    /** {@code br} and {@code gzip}, those accepted, the preferred one first; brotli wins a tie, as it is smaller. */
    static List<String> preferred(String header) {
        if (header == null) {
            return List.of();
        }
        double brotli = weight(header, "br");
        double gzip = weight(header, "gzip");
        List<String> order = new ArrayList<>();
        if (brotli > 0) {
            order.add("br");
        }
        if (gzip > 0) {
            order.add(gzip > brotli ? 0 : order.size(), "gzip");
        }
        return order;
    }

    private static double weight(String header, String coding) {
        double any = 0;
        for (String item : header.split(",")) {
            String[] parts = item.strip().split(";");
            double q = 1;
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip();
                if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                    q = number(parameter.substring(2));
                }
            }
            if (parts[0].strip().equalsIgnoreCase(coding)) {
                return q;
            }
            if (parts[0].strip().equals("*")) {
                any = q;
            }
        }
        return any;
    }

    private static double number(String text) {
        return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
