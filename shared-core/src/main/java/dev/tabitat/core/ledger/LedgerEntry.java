package dev.tabitat.core.ledger;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;

/**
 * What went to and came from one origin for one purpose.
 *
 * @param origin scheme, host and port, for example {@code https://example.org}
 * @param purpose one short word, for example {@code package} or {@code app}
 * @param requests how many requests were made
 * @param sentBytes bytes of request bodies that left the tab
 * @param receivedBytes bytes of response bodies that came in
 */
public record LedgerEntry(String origin, String purpose, long requests, long sentBytes, long receivedBytes) {

    public LedgerEntry {
        if (origin.isEmpty() || purpose.isEmpty()) {
            throw new InvalidInput("A ledger entry needs an origin and a purpose.", Finding.at("ledger")
                    .expected("two names").found("'" + origin + "', '" + purpose + "'"));
        }
        SaturatingSums.requireCount(requests, "requests");
        SaturatingSums.requireCount(sentBytes, "sent_bytes");
        SaturatingSums.requireCount(receivedBytes, "received_bytes");
    }

    LedgerEntry plus(LedgerEntry other) {
        return new LedgerEntry(origin, purpose, SaturatingSums.add(requests, other.requests),
                SaturatingSums.add(sentBytes, other.sentBytes), SaturatingSums.add(receivedBytes, other.receivedBytes));
    }

    JsonObject toJson() {
        return JsonObject.of("origin", origin, "purpose", purpose, "requests", requests,
                "sent_bytes", sentBytes, "received_bytes", receivedBytes);
    }
}
