/**
 * Bindings to what the browser offers and TeaVM's own library lacks: one small type an API, no logic of the app.
 *
 * <p>
 * Depends on no other package. Numbers of bytes are {@code double}, as in JavaScript, since a Java {@code long} would
 * cross the border as a BigInt. A method that takes a callback says whether it may suspend: a callback from the browser
 * must not block, so it starts a thread for any work that could. An API that may be missing is asked for with
 * {@code isThere()} first.
 */
package dev.tabitat.web.jso;
