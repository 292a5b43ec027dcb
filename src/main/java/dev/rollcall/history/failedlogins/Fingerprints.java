package dev.rollcall.history.failedlogins;

import dev.rollcall.probe.login.Secret;
import java.util.HashMap;
import java.util.Map;

/**
 * The slow hashes of one account's secrets, each computed once in a run. Safe for concurrent use.
 */
final class Fingerprints {
  private final int iterations;
  private final Map<Secret, Map<String, SlowHash>> known = new HashMap<>();

  /**
   * @param iterations of new hashes
   */
  Fingerprints(int iterations) {
    this.iterations = iterations;
  }

  /** Whether a stored hash matches the secret. */
  synchronized boolean same(SlowHash stored, Secret secret) {
    return known
        .computeIfAbsent(secret, any -> new HashMap<>())
        .computeIfAbsent(stored.recipe(), any -> stored.with(secret.reveal()))
        .matches(stored);
  }

  /** A hash of the secret to store; reuses one that was computed already. */
  synchronized SlowHash of(Secret secret) {
    Map<String, SlowHash> made = known.computeIfAbsent(secret, any -> new HashMap<>());
    return made.values().stream()
        .filter(hash -> hash.asSlowAs(iterations))
        .findFirst()
        .orElseGet(
            () -> {
              SlowHash fresh = SlowHash.of(secret.reveal(), iterations);
              made.put(fresh.recipe(), fresh);
              return fresh;
            });
  }
}
