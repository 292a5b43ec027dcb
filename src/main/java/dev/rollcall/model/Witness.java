package dev.rollcall.model;

import java.time.Duration;
import java.util.Objects;

/** Who saw what decides a rule that cannot be probed from its own vantage. */
public sealed interface Witness {

  /**
   * The runs of the other servers.
   *
   * @param rule id of the rule that leads from them to this server
   */
  record Servers(String rule) implements Witness {
    public Servers {
      Objects.requireNonNull(rule);
    }
  }

  /**
   * A stand-in in this server's place, which the load balancer checked.
   *
   * @param every the interval that the checks must have, give or take a tenth
   */
  record HealthChecks(Duration every) implements Witness {
    public HealthChecks {
      Objects.requireNonNull(every);
    }
  }
}
