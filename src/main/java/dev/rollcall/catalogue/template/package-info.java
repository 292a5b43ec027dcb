/** A catalogue as it is read: rules whose texts refer to values that a site file gives. */
@NullMarked
package dev.rollcall.catalogue.template;

import org.jspecify.annotations.NullMarked;
