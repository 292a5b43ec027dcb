/** Where a rule leads: transports, ports, destinations and the routes to them. */
@NullMarked
package dev.rollcall.model.path;

import org.jspecify.annotations.NullMarked;
