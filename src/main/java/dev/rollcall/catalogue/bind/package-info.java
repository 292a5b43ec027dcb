/**
 * From nodes of YAML to values.
 *
 * <p>A section of a file is a record, and each component of the record is one key: its annotation
 * {@link dev.rollcall.probe.settings.YamlKey} says what it means and what an absent one is. {@link
 * dev.rollcall.catalogue.bind.Binder} makes the record of a mapping. It gets the keys from {@link
 * dev.rollcall.catalogue.bind.Section}, and for each the {@link dev.rollcall.catalogue.bind.Reader}
 * of its type. So a new key is a new component, and nothing else.
 *
 * <p>The values of a site have no record, as each catalogue asks for others. Their types are {@link
 * dev.rollcall.catalogue.bind.Kind}.
 */
@NullMarked
package dev.rollcall.catalogue.bind;

import org.jspecify.annotations.NullMarked;
