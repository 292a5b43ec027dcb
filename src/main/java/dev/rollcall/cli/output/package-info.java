/** Where a command writes: streams, report files, the terminal, and the exit code. */
@NullMarked
package dev.rollcall.cli.output;

import org.jspecify.annotations.NullMarked;
