/** Rules that another server's run or a stand-in's log decides. */
@NullMarked
package dev.rollcall.verdict.witness;

import org.jspecify.annotations.NullMarked;
