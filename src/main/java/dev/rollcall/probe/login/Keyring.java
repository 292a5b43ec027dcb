package dev.rollcall.probe.login;

import dev.rollcall.probe.quote.Quotes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run may log in with.
 *
 * @param grants by rule id
 */
public record Keyring(Logins logins, Map<String, Grant> grants) {
  /** For a run without credentials. */
  public static final Keyring NONE = new Keyring(new Logins(Memory.NONE), Map.of());

  public Keyring {
    grants = Map.copyOf(grants);
  }

  /** The rule's credentials, if it has any. */
  public Optional<Access> of(String rule) {
    return Optional.ofNullable(grants.get(rule)).map(grant -> new Access(logins, grant));
  }

  /**
   * How the words of a host are repeated that a rule talks to: it may know the rule's own secret,
   * from an earlier sample or run, and those of other rules that may be shown to it.
   */
  public Quotes quotes(String rule, String host) {
    List<Grant> others =
        grants.values().stream()
            .filter(grant -> !grant.rule().equals(rule) && grant.covers(host))
            .sorted(Comparator.comparing(Grant::rule))
            .toList();
    return Quotes.of(Optional.ofNullable(grants.get(rule)), others);
  }
}
