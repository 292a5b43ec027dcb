/** What attempts have seen: their outcomes, observations, concerns and times. */
@NullMarked
package dev.rollcall.model.attempt;

import org.jspecify.annotations.NullMarked;
