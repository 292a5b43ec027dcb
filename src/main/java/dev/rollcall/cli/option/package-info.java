/** The options that several commands share, and the types of their values. */
@NullMarked
package dev.rollcall.cli.option;

import org.jspecify.annotations.NullMarked;
