/**
 * Describes the keys of catalogues and site files, a protocol's settings among them. Knows no other
 * package of Rollcall; used by {@code catalogue}, {@code probe} and the protocols.
 */
@NullMarked
package dev.rollcall.probe.settings;

import org.jspecify.annotations.NullMarked;
