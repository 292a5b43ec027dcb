/**
 * Names: the operating system's resolver decides which addresses are probed, because that is what
 * the appliance uses; every name server is asked as well, for evidence. If the system is late
 * although one of its name servers has answered, that answer is used meanwhile.
 *
 * <p>The only user of dnsjava, for reading and writing messages. Its network client is not used:
 * one thread, one selector and the common pool serve all of a process. If they die or block (from
 * Java 25 on, one waiting task blocks the common pool of a host with two processors), every later
 * question gets no answer.
 */
@NullMarked
package dev.rollcall.engine.names;

import org.jspecify.annotations.NullMarked;
