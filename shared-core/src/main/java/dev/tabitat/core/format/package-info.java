/** Other people's file formats, each with its grammar beside its code. Knows {@code tensor}, {@code json} and {@code error}. */
package dev.tabitat.core.format;
