/**
 * Pieces that several screens share: seals, icons, figures in words, messages. Depends on {@code dom} and {@code core}.
 */
package dev.tabitat.web.view.parts;
