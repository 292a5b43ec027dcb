package dev.rollcall.standin;

import dev.rollcall.model.path.Port;
import java.io.Closeable;
import java.net.InetSocketAddress;

/** An open port; runs in its own thread until it is closed. */
interface Listener extends Runnable, Closeable {
  InetSocketAddress address();

  /** The port, known once it is open. */
  Port port();
}
