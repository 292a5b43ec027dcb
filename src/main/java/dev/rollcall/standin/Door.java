package dev.rollcall.standin;

import java.io.Closeable;
import java.net.InetSocketAddress;

/** An open port; runs in a thread of its own until it is closed. */
interface Door extends Runnable, Closeable {
  InetSocketAddress address();

  /** What the log calls it: {@code 443/tcp}. */
  String name();
}
