/**
 * What this host is: its names and addresses, and what it knows of the site and of itself.
 *
 * <p>Uses {@code engine.names}, {@code setup}, {@code plan}, {@code catalogue}, {@code probe} and
 * {@code model}; used by {@code run} and {@code cli}.
 */
@NullMarked
package dev.rollcall.run.host;

import org.jspecify.annotations.NullMarked;
