/**
 * Models of other ecosystems: from a listing of files, their small files' contents and the headers of the large ones to
 * a plan of what would be added, with every reason why it cannot be; the conversion of weights; and the package that
 * comes of it. The entry is {@link ModelInspector}. Depends on {@code adapter}, {@code device}, {@code digest},
 * {@code error}, {@code fitness}, {@code format}, {@code hub}, {@code json}, {@code packages}, {@code tensor},
 * {@code text} and {@code tokenizer}.
 */
package dev.tabitat.core.importing;
