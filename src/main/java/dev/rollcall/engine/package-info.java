/**
 * Runs a plan: resolves names, starts attempts gently and side by side, holds every deadline,
 * follows up, and gathers the evidence.
 *
 * <p>Judges nothing. Knows {@code plan}, {@code probe} and {@code model}; is known by {@code cli}.
 */
@NullMarked
package dev.rollcall.engine;

import org.jspecify.annotations.NullMarked;
