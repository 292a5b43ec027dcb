package dev.rollcall.engine;

import java.net.InetAddress;

/** Whether this host has a route to an address. Sends nothing. */
@FunctionalInterface
interface Reach {
  boolean hasRoute(InetAddress address);
}
