package dev.tabitat.core.escalation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.ExecutionScope;

/**
 * A model server outside the tab that can be called.
 *
 * @param id by which it is named here
 * @param name for people
 * @param url its address without a path of the dialect: {@code http://127.0.0.1:11434}
 * @param model what it calls the model to ask
 * @param costPerMillionTokens what its owner asks, claimed; 0 where nothing is known
 * @param currency of the cost; empty where nothing is known
 */
public record Endpoint(String id, String name, Dialect dialect, String url, String model, double costPerMillionTokens,
        String currency) {

    private static final int MAX_URL_LENGTH = 500;
    private static final int MAX_NAME_LENGTH = 200;

    public Endpoint {
        url = address(url);
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || model.isEmpty() || model.length() > MAX_NAME_LENGTH) {
            throw new InvalidInput("An endpoint has a short name and asks one model.",
                    Finding.at("endpoint").expected("1 to " + MAX_NAME_LENGTH + " characters each")
                            .found(name.length() + " and " + model.length()));
        }
        if (!(costPerMillionTokens >= 0 && costPerMillionTokens < 1e9)) {
            throw new InvalidInput("A cost is 0 or more.",
                    Finding.at("cost_per_million_tokens").expected("0 or more").found(costPerMillionTokens));
        }
    }

    /** Scheme, host, port and perhaps a path; no slash at the end, no /v1: the dialect has it. */
    static String address(String given) {
        String url = given.trim();
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
        url = url.endsWith("/v1") ? url.substring(0, url.length() - 3) : url;
        int host = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : -1;
        boolean isPlain = host > 0 && url.length() > host && url.length() <= MAX_URL_LENGTH && url.charAt(host) != '/'
                && url.charAt(host) != ':';
        for (int i = 0; i < url.length() && isPlain; i++) {
            char c = url.charAt(i);
            isPlain = c > ' ' && c < 127 && c != '@' && c != '?' && c != '#' && c != '"' && c != '\'' && c != '\\'
                    && c != '<' && c != '>';
        }
        if (!isPlain) {
            throw new InvalidInput("This is no address of an endpoint.",
                    Finding.at("url")
                            .expected(
                                    "http:// or https://, a host, perhaps a port and a path; no name, password, ? or #")
                            .found(given.length() > 100 ? "a long text" : given));
        }
        return url;
    }

    /** Scheme, host and port. */
    public String origin() {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? url : url.substring(0, slash);
    }

    private String host() {
        String rest = origin().substring(origin().indexOf("://") + 3);
        if (rest.startsWith("[")) {
            return rest.substring(0, rest.indexOf(']') + 1);
        }
        int colon = rest.indexOf(':');
        return colon < 0 ? rest : rest.substring(0, colon);
    }

    /** Whether what is asked stays on this device. */
    public ExecutionScope reach() {
        String host = host();
        boolean here = host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
                || host.startsWith("127.") && isNumbers(host);
        return here ? ExecutionScope.DEVICE : ExecutionScope.NETWORK;
    }

    private static boolean isNumbers(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) != '.' && (host.charAt(i) < '0' || host.charAt(i) > '9')) {
                return false;
            }
        }
        return true;
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("id", id, "name", name, "dialect", dialect.id(), "url", url, "model", model,
                "reach", reach().id());
        return costPerMillionTokens == 0 ? json
                : json.with("cost_per_million_tokens", costPerMillionTokens).with("currency", currency);
    }

    public static Endpoint fromJson(JsonObject json) {
        return new Endpoint(json.string("id"), json.string("name"), Dialect.parse(json.string("dialect"), "dialect"),
                json.string("url"), json.string("model"),
                json.numberOr("cost_per_million_tokens", 0), json.stringOr("currency", ""));
    }
}
