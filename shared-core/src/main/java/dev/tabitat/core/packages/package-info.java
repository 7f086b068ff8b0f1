/**
 * Model packages: OCI image manifests in the shape of CNCF ModelPack, and what Tabitat notes in them. Depends on
 * {@code digest}, {@code format}, {@code json}, {@code tensor} and {@code error}.
 */
package dev.tabitat.core.packages;
