/**
 * Plans a run: the rules of a catalogue made concrete for a site and a vantage.
 *
 * <p>Pure: nothing is sent, no name is resolved, and the same input gives the same plan. Built from
 * {@code catalogue}; carried out by {@code engine}.
 */
@NullMarked
package dev.rollcall.plan;

import org.jspecify.annotations.NullMarked;
