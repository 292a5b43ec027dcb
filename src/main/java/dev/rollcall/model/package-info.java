/**
 * The vocabulary: what a rule, a route, a fault, an observation, a verdict and a run are.
 *
 * <p>Records, enums and sealed interfaces on the JDK alone. Everything else in Rollcall is written
 * in these words; nothing here knows how a fact was learned or how it will be shown.
 */
@NullMarked
package dev.rollcall.model;

import org.jspecify.annotations.NullMarked;
