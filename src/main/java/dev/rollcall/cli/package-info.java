/**
 * The command line: picocli commands, their options, where they write, and exit codes.
 *
 * <p>It may import every other package, and nothing imports it.
 *
 * <p>Before a run is printed, written or stored, every use of it is tried. A rule that one of them
 * fails for becomes INTERNAL everywhere. A failure that is not of a single rule is one sentence on
 * standard error and exit code 70; everything else is still written.
 */
@NullMarked
package dev.rollcall.cli;

import org.jspecify.annotations.NullMarked;
