package dev.rollcall.engine;

import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.certificate.TrustRoots;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.probe.path.PathSearches;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What all attempts of a run share.
 *
 * @param roots the trusted roots
 * @param bind the local address to send from, if the site file sets one
 * @param followUps how to probe a follow-up with another protocol; empty if there is no such
 *     protocol
 * @param key the shared key that stand-ins must prove to have, if the run has one
 * @param keyring the credentials of the run's rules
 * @param mail the mail to send, if one is requested
 * @param permits to compute, with memory for received data
 * @param paths finds where packets are lost
 * @param again whether the run has probed its rules before: attempts then send no credentials and
 *     no test mail, and open one connection, as the next round repeats them
 */
public record RunContext(
    TrustRoots roots,
    Optional<InetAddress> bind,
    BiFunction<Rule, FollowUp, Optional<Ask<?>>> followUps,
    Optional<SharedKey> key,
    Keyring keyring,
    Optional<MailRequest> mail,
    CpuPermits permits,
    PathSearches paths,
    boolean again) {
  /** For rules that are probed for the first time. */
  public RunContext(
      TrustRoots roots,
      Optional<InetAddress> bind,
      BiFunction<Rule, FollowUp, Optional<Ask<?>>> followUps,
      Optional<SharedKey> key,
      Keyring keyring,
      Optional<MailRequest> mail,
      CpuPermits permits,
      PathSearches paths) {
    this(roots, bind, followUps, key, keyring, mail, permits, paths, false);
  }

  /** The same, for rules that the run has probed before. */
  RunContext repeated() {
    return new RunContext(roots, bind, followUps, key, keyring, mail, permits, paths, true);
  }
}
