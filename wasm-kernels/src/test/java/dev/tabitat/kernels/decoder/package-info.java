/** Tests of decoders on kernels that need more than their public interface. */
package dev.tabitat.kernels.decoder;
