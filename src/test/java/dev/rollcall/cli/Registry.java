package dev.rollcall.cli;

import dev.rollcall.probe.Protocol;
import dev.rollcall.run.Protocols;
import java.util.Map;

/** Lends the one registry of protocols to the tests of other packages. */
public final class Registry {
  private Registry() {}

  public static Map<String, Protocol<?>> byName() {
    return Protocols.ALL.byName();
  }
}
