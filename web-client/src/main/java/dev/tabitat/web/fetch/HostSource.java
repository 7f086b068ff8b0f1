package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import java.util.Optional;

/** The host that served the page, as a registry. Its redirects are not followed: what it serves lies at its own origin. */
public final class HostSource implements ByteSource {

    private final Http http;
    private final String origin;

    /** @param origin scheme, host and port without a slash at the end */
    public HostSource(Http http, String origin) {
        this.http = http;
        this.origin = origin;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public Answer get(String path, Optional<Span> span, Stop stop) {
        Answer answer = http.get(new Http.Request(origin + path, RegistrySource.accepted(path), span, "", Http.Redirects.REFUSE), stop);
        if (RegistrySource.isRedirect(answer.status())) {
            answer.close();
            throw new Unavailable("The host redirects to another address; nothing was sent there. A sign-in page of the network may be in the way.",
                    Finding.at(origin + path).expected("an answer of the host itself").found("a redirect")
                            .remedy("Open the page again in a new tab and sign in if you are asked to."));
        }
        return answer;
    }
}
