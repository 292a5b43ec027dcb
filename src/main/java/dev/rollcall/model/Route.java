package dev.rollcall.model;

import java.util.Objects;

/**
 * The route of an attempt: directly to one address of the target, through a proxy, or to a
 * stand-in.
 */
public sealed interface Route {
  /** The final target. */
  Target target();

  /** The address to connect to: the destination's own, the proxy's, or the stand-in's. */
  Endpoint dialled();

  /** Directly to one address of the target. */
  record Direct(Endpoint dialled) implements Route {
    public Direct {
      Objects.requireNonNull(dialled);
    }

    @Override
    public Target target() {
      return dialled.target();
    }
  }

  /** Through an HTTP proxy; the target's name is not resolved on this host. */
  record ViaProxy(Target target, Endpoint dialled) implements Route {
    public ViaProxy {
      Objects.requireNonNull(target);
      Objects.requireNonNull(dialled);
    }
  }

  /**
   * To another port than the target's, where a stand-in of this host listens.
   *
   * @param dialled the target's host, at the address and port of the stand-in
   */
  record Detour(Target target, Endpoint dialled) implements Route {
    public Detour {
      Objects.requireNonNull(target);
      Objects.requireNonNull(dialled);
    }
  }
}
