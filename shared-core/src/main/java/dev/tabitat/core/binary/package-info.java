/**
 * Byte strings that are written and read from the first byte to the last, with numbers in LEB128: what the files of
 * this project that are not JSON consist of.
 *
 * <p>
 * Entry type: {@link ByteReader}. Depends on {@code error}, {@code text}.
 */
package dev.tabitat.core.binary;
