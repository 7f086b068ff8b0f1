/** Write a text, see what a model says of it. */
package dev.tabitat.web.view.start;
