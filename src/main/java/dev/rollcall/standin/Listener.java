package dev.rollcall.standin;

import dev.rollcall.model.path.Port;
import java.io.Closeable;
import java.net.InetSocketAddress;

/** An open port; runs in a thread of its own until it is closed. */
interface Listener extends Runnable, Closeable {
  InetSocketAddress address();

  /** Known since it is open. */
  Port port();
}
