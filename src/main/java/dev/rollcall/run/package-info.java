/**
 * Makes one run: puts the engine together, runs the plan, confirms failures, judges, and contains
 * defects.
 *
 * <p>{@code Protocols} is the one list of protocols. {@code host} says what this host is, {@code
 * secret} reads secrets, {@code watch} and {@code idle} probe again. {@code cli} calls this
 * package.
 */
@NullMarked
package dev.rollcall.run;

import org.jspecify.annotations.NullMarked;
