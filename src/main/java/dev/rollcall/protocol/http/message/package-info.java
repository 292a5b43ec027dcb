/** Requests and answers as they are on the wire, read within bounds. */
@NullMarked
package dev.rollcall.protocol.http.message;

import org.jspecify.annotations.NullMarked;
