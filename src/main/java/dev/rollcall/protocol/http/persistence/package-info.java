/** Whether a load balancer keeps a client at one server, asked with a few visits. */
@NullMarked
package dev.rollcall.protocol.http.persistence;

import org.jspecify.annotations.NullMarked;
