package dev.rollcall.model;

import java.util.Objects;

/** The way that an attempt takes: straight to one address of the target, or through a proxy. */
public sealed interface Route {
  /** What is to be reached in the end. */
  Target target();

  /** The address that is dialled: the destination's own, or the proxy's. */
  Endpoint dialled();

  /** Straight to one address of the target. */
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
}
