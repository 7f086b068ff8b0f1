/** The models screen: what each model needs, its installation and its removal. */
package dev.tabitat.web.view.models;
