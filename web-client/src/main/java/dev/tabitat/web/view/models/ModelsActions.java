package dev.tabitat.web.view.models;

/** What a person can do on the models screen; none waits. */
interface ModelsActions {

    /** Shows the catalogue through another filter. */
    void filter(String id);

    void install(String name);

    /** The same over a metered connection. */
    void installMetered(String name);

    void pause(String name);

    /** Gives a download up. */
    void cancel(String name);

    /** Has a download come next. */
    void next(String name);

    /** Requires confirmation before a package is removed. */
    void askRemove(String name);

    /** Does not remove it after all. */
    void keep(String name);

    void remove(String name);

    /** Fetches what a newer version has that the installed one has not. */
    void update(String name);

    /** Goes back to the version before. */
    void rollback(String name);

    /** Removes the version before. */
    void removePrevious(String name);

    /** Mends damaged packages. */
    void repair();

    /** Opens a model's licence, or folds it away. */
    void licence(String name);

    /** Opens the start screen with a model and its task. */
    void tryModel(String name, String task);

    /** Opens the fields to try a model with, on its card. @param kind one of {@link Trial} */
    void openTrial(String model, String kind);

    /** Folds them away. */
    void closeTrial();

    /** Keeps what is typed in one of them. @param field one of {@link Trial} */
    void typedTrial(String field, String text);

    /** Asks the model about what is typed. */
    void runTrial();

    /** Saves a package and what belongs to it as one file. @param format {@code oci} or {@code folder} */
    void exportPackage(String name, String format);

    /** Moves the focus to the downloads. */
    void showDownloads();

    /** Keeps the prompt that is typed on a generator's card. */
    void typedPrompt(String model, String prompt);

    /** Has a generator go on from the prompt on its card. */
    void generate(String model);

    /** Ends what {@link #generate} began. */
    void stopGenerating();
}
