package dev.rollcall.probe.login;

import dev.rollcall.model.path.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The credentials of a run.
 *
 * @param grants by rule id
 * @param proxy access to the site's proxy
 */
public record Keyring(Logins logins, Map<String, Grant> grants, ProxyAccess proxy) {
  /** For a run without credentials. */
  public static final Keyring NONE = new Keyring(new Logins(LoginNotes.NONE), Map.of());

  /** For a run whose proxy asks for no login. */
  public Keyring(Logins logins, Map<String, Grant> grants) {
    this(logins, grants, ProxyAccess.NONE);
  }

  public Keyring {
    grants = Map.copyOf(grants);
  }

  /** The rule's credentials, if it has any. */
  public Optional<Access> of(String rule) {
    return Optional.ofNullable(grants.get(rule)).map(grant -> new Access(logins, grant));
  }

  /**
   * The credentials that a host may know which a rule talks to, beside the rule's own: those of
   * other rules that may be shown to it, and the proxy's where the route has one.
   */
  public List<Grant> others(String rule, Route route) {
    String host = route.target().host();
    Stream<Grant> others =
        grants.values().stream()
            .filter(grant -> !grant.rule().equals(rule) && grant.covers(host))
            .sorted(Comparator.comparing(Grant::rule));
    Stream<Grant> proxys =
        route instanceof Route.ViaProxy
            ? proxy.access().map(Access::grant).stream()
            : Stream.empty();
    return Stream.concat(others, proxys).toList();
  }
}
