/**
 * Runs a plan: resolves names, starts attempts in parallel at a limited rate, enforces every
 * deadline, probes follow-ups, and gathers the evidence.
 *
 * <p>From the whole plan to one attempt:
 *
 * <ol>
 *   <li>{@link dev.rollcall.engine.Engine} runs all rules. At the end it compares their evidence
 *       ({@code SameAnswers}, {@code DeadHosts}).
 *   <li>{@code RuleWorkers} takes the rules one after the other, several at a time.
 *   <li>{@code RuleRun} gathers the evidence of one rule: {@code RouteResolver} finds its
 *       addresses, which are probed side by side; then the follow-ups that the answers ask for.
 *   <li>{@code Attempts} probes one address: one sample or more, each repeated once if packets may
 *       have been lost ({@code SecondAttempt}).
 *   <li>{@code OneAttempt} makes one attempt as its {@code AttemptPlan} says. In {@code path},
 *       {@code SpareConnections} and {@code PathLook} look where packets are lost while it waits.
 * </ol>
 *
 * <p>{@code guard} watches each attempt. If one ignores its end, its thread is left behind, and
 * another thread goes on with the attempt's sample, address and rule. A parameter {@code instead}
 * is what that thread does.
 *
 * <p>Does not judge. Uses {@code plan}, {@code probe}, {@code model} and {@code text}; {@code run}
 * runs it.
 *
 * <p>A defect in probing one rule is an INTERNAL fault in that rule's evidence and never ends the
 * run.
 */
@NullMarked
package dev.rollcall.engine;

import org.jspecify.annotations.NullMarked;
