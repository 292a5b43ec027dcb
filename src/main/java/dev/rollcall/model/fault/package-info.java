/** What can go wrong, in which phase, and which clue tells who must act. */
@NullMarked
package dev.rollcall.model.fault;

import org.jspecify.annotations.NullMarked;
