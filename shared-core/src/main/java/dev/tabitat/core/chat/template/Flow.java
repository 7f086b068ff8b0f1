package dev.tabitat.core.chat.template;

/** Where execution goes on after a statement. */
enum Flow {
    NEXT,
    BREAK,
    CONTINUE
}
