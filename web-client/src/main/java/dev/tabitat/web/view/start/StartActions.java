package dev.tabitat.web.view.start;

/** What a person can do on the start screen; none waits. */
public interface StartActions {

    void typed(String text);

    /** Puts a sample text into the field. */
    void sample(String name, String text);

    /** Chooses who answers. @param name empty for the chooser's pick */
    void useModel(String name);

    /** Chooses another task for the text. */
    void useTask(String task);

    void install(String name);

    /** What a language's code is called, in English. */
    String language(String code);
}
