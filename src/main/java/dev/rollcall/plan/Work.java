package dev.rollcall.plan;

import dev.rollcall.model.Target;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What to do for a rule. */
public sealed interface Work {

  /**
   * Nothing, on purpose.
   *
   * @param reason a phrase for the reader: {@code not applicable: cloudpaging.host is not set}
   */
  record Skip(String reason) implements Work {
    public Skip {
      Objects.requireNonNull(reason);
    }
  }

  /**
   * Nothing: the site file lacks values.
   *
   * @param values the keys to fill in, dotted: {@code sql.host}
   */
  record NotConfigured(List<String> values) implements Work {
    public NotConfigured {
      values = List.copyOf(values);
    }
  }

  /**
   * Probe destinations.
   *
   * @param ask the protocol and settings for all of them
   * @param destinations in order, without duplicates; empty only where there is a discovery
   * @param discovery where further destinations come from
   * @param login the credentials that are used once a path works, if the site gives them
   * @param proxy the HTTP proxy, if any; a destination's name is then not resolved on this host
   */
  record Probe(
      Ask<?> ask,
      List<Destination> destinations,
      Optional<Discovery> discovery,
      Optional<PlannedLogin> login,
      Optional<Target> proxy)
      implements Work {
    public Probe {
      Objects.requireNonNull(ask);
      destinations = List.copyOf(destinations);
      Objects.requireNonNull(discovery);
      Objects.requireNonNull(login);
      Objects.requireNonNull(proxy);
    }

    /** Without credentials. */
    public Probe(
        Ask<?> ask,
        List<Destination> destinations,
        Optional<Discovery> discovery,
        Optional<Target> proxy) {
      this(ask, destinations, discovery, Optional.empty(), proxy);
    }
  }
}
