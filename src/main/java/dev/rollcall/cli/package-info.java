/**
 * The command line: picocli commands, their options, where they write, and exit codes.
 *
 * <p>It may import every other package, and nothing imports it.
 *
 * <p>Before a run is printed, written or kept, it is tried out: a rule that any of this fails for
 * becomes INTERNAL everywhere, and everything else stays whole. A failure that is no single rule's
 * is one sentence on standard error and exit code 70, after all that can be written is.
 */
@NullMarked
package dev.rollcall.cli;

import org.jspecify.annotations.NullMarked;
