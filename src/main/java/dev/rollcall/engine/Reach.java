package dev.rollcall.engine;

import java.net.InetAddress;

/** Whether this host has a way to an address at all. Sends nothing. */
@FunctionalInterface
interface Reach {
  boolean hasRoute(InetAddress address);
}
