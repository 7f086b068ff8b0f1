package dev.tabitat.web.view.models;

/** What a person can do in {@code Add a model}; none waits. */
interface AddActions {

    /** Keeps what is typed in a field. @param field one of {@link AddState} */
    void typed(String field, String text);

    /** Inspects the model that is named in the box, or searches the hub for the words there. */
    void look();

    /** Inspects a model of the hub. @param id {@code owner/name} */
    void inspectHub(String id);

    /** Inspects files that were chosen. @param event of the browser */
    void inspectFiles(Object event);

    /** Allows requests to the origins that wait for consent, and makes them. */
    void allow();

    /** Makes no request to them. */
    void decline();

    /** Takes another of the choices. */
    void choose(int index);

    /** Keeps the access token that is typed, and inspects the model again. */
    void saveToken();

    /** Forgets the kept access token. */
    void forgetToken();

    /** Adds the model that was inspected. */
    void add();

    /** Puts the inspected model away; nothing was added. */
    void dismiss();

    /** Inspects the same model again. */
    void again();
}
