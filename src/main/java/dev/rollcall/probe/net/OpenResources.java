package dev.rollcall.probe.net;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a session has open; it may be ended by another thread. */
public final class OpenResources implements Closeable {
  private final List<Closeable> open = new ArrayList<>();
  private boolean ended;

  /**
   * Keeps a resource, to be closed at the end.
   *
   * @throws IOException if that end has come; the resource is closed then
   */
  public synchronized <T extends Closeable> T keep(T resource) throws IOException {
    if (ended) {
      resource.close();
      throw new IOException("the session has ended");
    }
    open.add(resource);
    return resource;
  }

  /** Closes everything, and takes nothing more. */
  public synchronized void end() {
    ended = true;
    close();
  }

  @Override
  public synchronized void close() {
    open.forEach(Quietly::close);
    open.clear();
  }
}
