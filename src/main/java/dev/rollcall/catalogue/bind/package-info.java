/** From nodes of YAML to values: the kinds of values, and records whose components are keys. */
@NullMarked
package dev.rollcall.catalogue.bind;

import org.jspecify.annotations.NullMarked;
