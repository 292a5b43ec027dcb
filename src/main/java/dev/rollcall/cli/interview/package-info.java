/**
 * Asks a person, question by question, for what a site file needs. {@link dev.rollcall.setup} knows
 * the questions.
 */
@NullMarked
package dev.rollcall.cli.interview;

import org.jspecify.annotations.NullMarked;
