package dev.rollcall.probe;

import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;

/** One protocol's way to show credentials and to do with them what the product does. */
@FunctionalInterface
public interface Login {

  /**
   * Shows the credentials once; no server may see them twice. Returning means that they were
   * accepted and that everything the rule needs is allowed. The secret is to be read when it is
   * sent, and not before: from then on, until {@link dev.rollcall.probe.Session#accepted} or {@link
   * dev.rollcall.probe.Session#answered}, the login may have been counted as failed.
   *
   * @throws ProbeException if not: with a clue that {@link
   *     dev.rollcall.model.Clue#rejectsAccount()} if the account itself was refused
   * @throws IOException anything that the network did
   */
  void show(Account account, Secret secret) throws ProbeException, IOException;

  /** What keeps the secret from those who listen. */
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
    ONCE_EACH
  }
}
