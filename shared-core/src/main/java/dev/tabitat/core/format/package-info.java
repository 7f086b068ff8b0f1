/**
 * Other people's file formats, each with its grammar beside its code. Depends on {@code tensor}, {@code json} and
 * {@code error}.
 */
package dev.tabitat.core.format;
