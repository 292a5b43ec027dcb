/**
 * A rule as the catalogue and the site file give it: what is expected, how much it matters, and who
 * answers for it.
 */
@NullMarked
package dev.rollcall.model.rule;

import org.jspecify.annotations.NullMarked;
