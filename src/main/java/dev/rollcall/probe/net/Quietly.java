package dev.rollcall.probe.net;

import java.io.Closeable;
import java.io.IOException;

/** Closes what may be closed already. */
public final class Quietly {
  private Quietly() {}

  public static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException closedAlready) {
      // Nothing is left to release.
    }
  }
}
