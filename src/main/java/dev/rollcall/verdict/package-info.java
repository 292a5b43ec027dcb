/**
 * What the evidence means: expectation and outcome make a verdict, with owner and advice.
 *
 * <p>Pure functions of the {@code model}: the same evidence gives the same verdict, whether it was
 * learned a moment ago or read from a stored run.
 */
@NullMarked
package dev.rollcall.verdict;

import org.jspecify.annotations.NullMarked;
