package dev.rollcall.probe.login;

import dev.rollcall.model.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** What earlier runs know of credentials that were refused. */
public interface Memory {
  /** Remembers nothing. */
  Memory NONE =
      new Memory() {
        @Override
        public Optional<Rejection> recall(Account account, Secret secret) {
          return Optional.empty();
        }

        @Override
        public void remember(Account account, Secret secret, Rejection rejection) {}

        @Override
        public void forget(Account account) {}
      };

  /**
   * A refusal.
   *
   * @param rule which rule's login was refused
   * @param at wall clock
   */
  record Rejection(String rule, Instant at, Fault fault) {}

  /** The refusal of this very secret, if there was one. */
  Optional<Rejection> recall(Account account, Secret secret);

  /**
   * Keeps a refusal for later runs, in place of the account's former one.
   *
   * @throws IOException if it cannot be kept
   */
  void remember(Account account, Secret secret, Rejection rejection) throws IOException;

  /** The account's credentials were accepted: nothing is left to remember. */
  void forget(Account account);
}
