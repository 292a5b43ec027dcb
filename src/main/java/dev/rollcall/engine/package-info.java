/**
 * Runs a plan: resolves names, starts attempts in parallel at a limited rate, enforces every
 * deadline, probes follow-ups, and gathers the evidence.
 *
 * <p>Does not judge. Uses {@code plan}, {@code probe} and {@code model}; used by {@code run}.
 *
 * <p>A defect in probing one rule is an INTERNAL fault in that rule's evidence and never ends the
 * run.
 */
@NullMarked
package dev.rollcall.engine;

import org.jspecify.annotations.NullMarked;
