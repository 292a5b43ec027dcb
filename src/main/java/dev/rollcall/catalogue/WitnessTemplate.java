package dev.rollcall.catalogue;

import dev.rollcall.model.Witness;
import java.util.Objects;
import java.util.Optional;

/**
 * Who saw what decides a rule, before a site's values are put in.
 *
 * @param path of the health check that a load balancer asks for; empty for other witnesses
 */
public record WitnessTemplate(Witness witness, Optional<Template> path) {
  public WitnessTemplate {
    Objects.requireNonNull(witness);
    Objects.requireNonNull(path);
  }
}
