/**
 * Runs a plan: resolves names, starts attempts gently and side by side, holds every deadline,
 * follows up, and gathers the evidence.
 *
 * <p>Judges nothing. Knows {@code plan}, {@code probe} and {@code model}; is known by {@code cli}.
 *
 * <p>A defect in probing one rule is an INTERNAL fault in that rule's evidence and never ends the
 * run.
 */
@NullMarked
package dev.rollcall.engine;

import org.jspecify.annotations.NullMarked;
