package dev.rollcall.probe.login;

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
}
