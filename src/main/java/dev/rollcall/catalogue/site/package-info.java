/** The values of one site. */
@NullMarked
package dev.rollcall.catalogue.site;

import org.jspecify.annotations.NullMarked;
