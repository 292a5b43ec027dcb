/** Stores logins that were rejected or got no answer. */
@NullMarked
package dev.rollcall.history.failedlogins;

import org.jspecify.annotations.NullMarked;
