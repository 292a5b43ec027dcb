/** What a protocol offers for connections that are left open, idle, and used again. */
@NullMarked
package dev.rollcall.probe.idle;

import org.jspecify.annotations.NullMarked;
