package dev.rollcall.probe;

import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;

/** A protocol's login, and what the product does after it. */
@FunctionalInterface
public interface Login {

  /**
   * Logs in once; no server may get the credentials twice. Returning means that they were accepted
   * and that everything the rule needs is allowed. The secret is to be read when it is sent, and
   * not before: from then on, until {@link CredentialUse#accepted} or {@link
   * CredentialUse#answered}, the login may have been counted as failed.
   *
   * @throws ProbeException if not: with a clue that {@link
   *     dev.rollcall.model.fault.Clue#rejectsAccount()} if the account itself was refused
   * @throws IOException anything that the network did
   */
  void show(Account account, Secret secret) throws ProbeException, IOException;

  /** What protects the secret on the network. */
  enum Cover {
    /** Nothing but TLS: its certificate must be trusted. */
    TLS,
    /** The protocol's own cryptography: the secret itself never crosses the network. */
    PROTOCOL
  }

  /** How often one rule logs in. */
  enum Times {
    /** Once, wherever its first address answers. */
    ONCE,
    /** Once at each address and transport, one after the other. */
    ONCE_EACH,
    /** Once on each of the connections that stay open side by side, one login after the other. */
    EVERY_CONNECTION
  }
}
