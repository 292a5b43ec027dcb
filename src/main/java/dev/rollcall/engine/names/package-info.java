/**
 * Names: the operating system's resolver decides which addresses are probed, because that is what
 * the appliance uses; every name server is asked beside it, for evidence.
 *
 * <p>The only user of dnsjava.
 */
@NullMarked
package dev.rollcall.engine.names;

import org.jspecify.annotations.NullMarked;
