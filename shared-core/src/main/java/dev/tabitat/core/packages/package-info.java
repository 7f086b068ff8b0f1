/**
 * Model packages: OCI image manifests in the shape of CNCF ModelPack, and what Tabitat notes in them.
 *
 * <p>
 * Entry type: {@link ModelPackage}. Depends on {@code digest}, {@code error}, {@code format}, {@code format.tar},
 * {@code json}, {@code licences}, {@code tensor}, {@code text}.
 */
package dev.tabitat.core.packages;
