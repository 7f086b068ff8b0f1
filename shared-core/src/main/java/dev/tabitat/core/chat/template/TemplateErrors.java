package dev.tabitat.core.chat.template;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;

/** Errors of a template's source. */
final class TemplateErrors {

    private TemplateErrors() {}

    static TabitatException at(int line, String message) {
        return new Unsupported("Chat template, line " + line + ": " + message, Finding.at("line " + line)
                .expected("the part of Jinja that chat templates use").found(message)
                .remedy("Use generate with raw and write the model's own prompt, or another build of the model."));
    }
}
