/** The shelf of models: what each needs, bringing it in, letting it go. */
package dev.tabitat.web.view.models;
