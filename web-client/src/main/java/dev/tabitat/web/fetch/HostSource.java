package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import java.util.Locale;
import java.util.Optional;

/**
 * The host that served the page, as a registry below the page's folder. It may stand behind a login: its requests carry
 * the person's session, and an answer that requires a sign-in is reported to {@link Session}. Its redirects are not
 * followed: what it serves lies at its own origin.
 */
public final class HostSource implements ByteSource {

    /** Is notified whether the host serves the person's session. Called before {@link #get} returns or throws. */
    public interface Session {

        /** The host, or a proxy before it, requires a sign-in. @param error what {@link #get} throws */
        void signInNeeded(Unavailable error);

        /** The host answered. */
        void served();
    }

    private static final String API = "/v2/";
    private static final String REMEDY = "Sign in again, then try again. What is stored in this browser is safe.";

    private final Http http;
    private final String origin;
    private final String folder;
    private final Session session;

    /**
     * @param origin scheme, host and port without a slash at the end
     * @param folder the path below which the app lies, with a slash before it and none at its end; empty for the root
     */
    public HostSource(Http http, String origin, String folder, Session session) {
        this.http = http;
        this.origin = origin;
        this.folder = folder;
        this.session = session;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public String address(String path) {
        return origin + folder + path;
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        Answer answer = http.get(
                new Http.Request(address(path), RegistrySource.accepted(path), span, "", Http.Redirects.REFUSE), stop);
        Optional<Unavailable> signIn = signIn(path, answer);
        if (signIn.isPresent()) {
            answer.close();
            session.signInNeeded(signIn.get());
            throw signIn.get();
        }
        session.served();
        return answer;
    }

    /** What the answer means where it requires a sign-in instead of returning the resource. */
    private Optional<Unavailable> signIn(String path, Answer answer) {
        int status = answer.status();
        if (RegistrySource.isRedirect(status)) {
            return Optional.of(failure(path,
                    "The host redirects to another address, as sign-in pages do; nothing was sent there. Your session at this site may have"
                            + " ended, or a sign-in page of the network may be in the way.",
                    "a redirect"));
        }
        if (status == 511) {
            return Optional.of(RegistryFailure.of(status, address(path)));
        }
        // The host itself requires no sign-in: a login in front of it does.
        if (status == 401 || status == 403 || status == 407) {
            return Optional.of(failure(path, "This site requires a sign-in: your session may have ended.",
                    "status " + status + ", which requires a sign-in"));
        }
        // Other paths may be answered with HTML by a host that has no such file, or is one.
        boolean isHtml = answer.header("content-type").toLowerCase(Locale.ROOT).startsWith("text/html");
        if (path.startsWith(API) && isHtml && (status == 200 || status == 206)) {
            return Optional.of(failure(path,
                    "An HTML page came instead of data, as from a sign-in page: your session at this site may have ended.",
                    "an HTML page"));
        }
        return Optional.empty();
    }

    private Unavailable failure(String path, String message, String found) {
        return new Unavailable(message,
                Finding.at(address(path)).expected("an answer of the host itself").found(found).remedy(REMEDY));
    }
}
