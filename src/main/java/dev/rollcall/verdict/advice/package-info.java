/** Who must act, and what to ask them: one row of text for each kind of fault. */
@NullMarked
package dev.rollcall.verdict.advice;

import org.jspecify.annotations.NullMarked;
