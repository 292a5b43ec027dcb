/**
 * The vocabulary: rule, route, fault, observation, verdict, run.
 *
 * <p>Records, enums and sealed interfaces that use only the JDK. Most other packages use these
 * types; nothing here depends on how a fact was observed or how it is shown.
 */
@NullMarked
package dev.rollcall.model;

import org.jspecify.annotations.NullMarked;
