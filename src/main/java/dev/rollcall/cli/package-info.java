/**
 * The command line: picocli commands, exit codes and the wiring of everything else.
 *
 * <p>It may import every other package, and nothing imports it.
 */
@NullMarked
package dev.rollcall.cli;

import org.jspecify.annotations.NullMarked;
