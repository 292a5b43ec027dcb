/**
 * What the evidence means: expectation and outcome make a verdict, with owner and advice.
 *
 * <p>Pure functions of the {@code model}: the same evidence gives the same verdict, whether it was
 * learned a moment ago or read from a stored run.
 *
 * <p>Where a rule has credentials, the path is judged first, as without them, and then the right: a
 * wrong password never looks like a firewall's fault.
 *
 * <p>A defect of Rollcall's own in judging one rule makes that rule INCONCLUSIVE, with a fault of
 * kind INTERNAL, and leaves the other rules as they are.
 */
@NullMarked
package dev.rollcall.verdict;

import org.jspecify.annotations.NullMarked;
