/**
 * What the evidence means: expectation and outcome make a verdict, with owner and advice.
 *
 * <p>Pure functions of the {@code model}: the same evidence gives the same verdict, new or from a
 * stored run.
 *
 * <p>If a rule has credentials, the path is judged first and without them, then the permissions: a
 * wrong password never looks like a firewall problem.
 *
 * <p>A defect in judging one rule makes that rule INCONCLUSIVE, with a fault of kind INTERNAL, and
 * does not affect others.
 */
@NullMarked
package dev.rollcall.verdict;

import org.jspecify.annotations.NullMarked;
