package dev.tabitat.web.view.lab;

import dev.tabitat.core.json.JsonObject;

/** What a person can do in the lab; none waits. */
interface LabActions {

    /** The person typed or pasted examples. */
    void typed(String text);

    /** The person chose a file of examples. @param event of the browser */
    void file(Object event);

    /** Reads the examples again, with another column of texts. */
    void textColumn(String name);

    /** Reads the examples again, with another column of labels. */
    void labelColumn(String name);

    void task(String name);

    void parent(String name);

    /** How many candidates are bred at most. */
    void candidates(String count);

    void seed(String text);

    /** Breeds candidates. @param parent the one that is shown as chosen */
    void breed(String parent);

    /** Teaches a head alone. @param parent the one that is shown as chosen */
    void teach(String parent);

    /** Goes on with a run that was stopped. */
    void resume();

    /** Stops what the lab is at. */
    void stop();

    /** Gathers examples though a run is there. */
    void beginAnew();

    /** Opens a candidate's scorecard. */
    void open(String candidate);

    /** Opens the start screen with a model and its task. */
    void tryModel(String name, String task);

    /** Finds from which confidence on a model's answers count. */
    void calibrate(String model, String examples);

    /** Decides what becomes of the best candidate. */
    void decide(String outcome);

    /** Goes back to the model before, for a task. */
    void restore(String task);

    /** Uses a model for a task again. */
    void restore(String task, String model);

    /** Makes the release packet of a model. */
    void packet(String model);

    /** Signs the release packet that is shown. @param key its id */
    void sign(String key);

    void copy(String text);

    /** Saves JSON as a file. */
    void save(String name, JsonObject json);
}
