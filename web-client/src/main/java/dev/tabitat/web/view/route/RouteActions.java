package dev.tabitat.web.view.route;

/** What a person can do on the route screen; none waits. */
interface RouteActions {

    /** The text to be routed was typed. */
    void typed(String text);

    void useTask(String task);

    void useDataClass(String id);

    /** Whether the text may leave this tab once its bytes have been seen. */
    void mayLeave(boolean may);

    /** Decides where the text goes. */
    void decide();

    /**
     * Does with the plan that is shown what the person says. @param choice {@code once}, {@code always}, {@code never}
     */
    void approve(String choice);

    /** Stops an answer from outside. */
    void stop();

    /** The policy was edited. */
    void draft(String json);

    /** Takes the edited policy. */
    void usePolicy();

    /** Takes the policy that the app came with. */
    void resetPolicy();

    /** Saves the policy as a file. */
    void savePolicy();

    /** Something was typed in a field about endpoints or members, or chosen. */
    void field(String name, String text);

    /** Looks for model servers on this device. */
    void discover();

    /** Adds the endpoint whose fields are filled in. */
    void addTarget();

    /** Adds an endpoint that was found on this device. */
    void addFound(String url, String dialect, String model);

    void removeTarget(String id);

    /** Opens an endpoint's key with the passphrase that is typed. */
    void unlockTarget(String id);

    /** Adds the member whose fields are filled in. */
    void addMember();

    void removeMember(String name);

    /** Takes a consent back, or a refusal. */
    void forgetConsent(String id);

    /** Decides all records of the log again. */
    void replayLog();

    /** Saves the log as a file. */
    void exportLog();

    /** What a language's code is called, in English. */
    String language(String code);
}
