package dev.rollcall.history.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.model.Status;
import dev.rollcall.text.LiteralAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What drift compares of one rule in one run.
 *
 * @param cause {@code CONNECT DROPPED}, of a rule that fails, warns or is not decided; compared
 *     only where it fails
 * @param rotating whether the addresses behind the rule's names change by design
 * @param addresses literals by host name, sorted; only of names that resolved
 * @param certificates leaf certificates by the host that sent them, each once
 * @param facts values by the fact's name, sorted; of all addresses together
 * @param connect median time to an open connection over the addresses; empty for UDP
 * @param answer median time of whole attempts that were answered
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RuleState(
    Status status,
    Optional<String> cause,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean rotating,
    Map<String, List<String>> addresses,
    Map<String, List<Leaf>> certificates,
    Map<String, List<String>> facts,
    Optional<Duration> connect,
    Optional<Duration> answer) {
  private static final Duration LONGEST = Duration.ofDays(366);

  public RuleState {
    Objects.requireNonNull(status);
    Objects.requireNonNull(cause);
    addresses.values().forEach(literals -> literals.forEach(LiteralAddress::parse));
    addresses = Collections.unmodifiableMap(new TreeMap<>(addresses));
    certificates = Collections.unmodifiableMap(new TreeMap<>(certificates));
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    Objects.requireNonNull(connect);
    Objects.requireNonNull(answer);
  }

  /** Refuses times that no run can have measured, with which sums could overflow. */
  void checkTimes() {
    connect.ifPresent(RuleState::check);
    answer.ifPresent(RuleState::check);
  }

  static void check(Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("less than nothing, or more than a year: " + time);
    }
  }

  /** The state of a rule that was not probed. */
  public static RuleState bare(Status status, Optional<String> cause) {
    return new RuleState(
        status, cause, false, Map.of(), Map.of(), Map.of(), Optional.empty(), Optional.empty());
  }

  /**
   * A server's own certificate.
   *
   * @param fingerprint SHA-256 of the DER form, lower-case hexadecimal
   * @param key {@code RSA 2048}
   * @param names subject alternative names, sorted
   */
  public record Leaf(
      String fingerprint, String issuer, String key, List<String> names, Instant notAfter) {
    public Leaf {
      Objects.requireNonNull(fingerprint);
      Objects.requireNonNull(issuer);
      Objects.requireNonNull(key);
      names = List.copyOf(names);
      Objects.requireNonNull(notAfter);
    }
  }
}
