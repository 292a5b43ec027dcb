package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandInSeenTest {
  private static final SharedKey KEY = new SharedKey(new byte[16]);
  private static final Duration LONG = Duration.ofSeconds(10);

  private static Session session(Peer peer, TlsPolicy policy, Optional<SharedKey> key) {
    return new Session(
        Probes.route(peer.address(), Transport.TCP),
        Deadline.after(LONG),
        policy,
        new SessionContext(Optional.empty(), key, Optional.empty(), Optional.empty()),
        new CpuPermits(1).next());
  }

  /** Shakes hands with a load balancer, behind which a stand-in gives these proofs. */
  private static Attempt behind(
      TestAuthority.Leaf balancer, TlsPolicy policy, Optional<SharedKey> proof, boolean plain)
      throws IOException {
    try (Peer peer = Peer.servingTls(balancer.context(), Peer::drain)) {
      return Probes.attempt(
          session(peer, policy, Optional.of(KEY)),
          session -> {
            session.dial().startTls();
            session.standIn().seen("the Server header");
            byte[] challenge = session.standIn().challenge().orElseThrow();
            Optional<String> own = Optional.of("ab".repeat(32));
            proof.ifPresent(key -> session.standIn().proof(key.proof(challenge, own)));
            if (plain) {
              proof.ifPresent(
                  key -> session.standIn().plainProof(key.proof(challenge, Optional.empty())));
            }
          });
    }
  }

  private static TlsPolicy external(CertificatePolicy certificate) {
    return new TlsPolicy(
        certificate, true, TestAuthority.shared().roots(Anchor.SITE_PUBLIC), Instant.now());
  }

  @Test
  void anInternalDestinationsBalancerMayEndTls() throws IOException {
    Attempt attempt = behind(TestAuthority.peer(), Probes.policy(), Optional.of(KEY), true);
    assertEquals("STAND_IN", Probes.concerns(attempt));
    assertTrue(attempt.outcome().concerns().get(0).text().endsWith("it proved that it is ours"));
    assertTrue(
        attempt.outcome().observations().stream()
            .anyMatch(
                o ->
                    o instanceof Observation.Note note
                        && note.text()
                            .equals(
                                "TLS ends before the stand-in, at the holder of the certificate"
                                    + " CN="
                                    + Probes.HOST)),
        () -> attempt.outcome().toString());
  }

  @Test
  void anotherCertificateOrKeyIsIntercepted() throws IOException {
    TestAuthority.Leaf stranger = TestAuthority.selfSigned(Probes.HOST);
    for (Attempt attempt :
        new Attempt[] {
          behind(TestAuthority.peer(), external(CertificatePolicy.VERIFY), Optional.of(KEY), true),
          behind(stranger, Probes.policy(CertificatePolicy.REPORT), Optional.of(KEY), true),
          behind(TestAuthority.peer(), Probes.policy(), Optional.of(KEY), false),
          behind(
              TestAuthority.peer(),
              Probes.policy(),
              Optional.of(
                  new SharedKey("the key of another site".getBytes(StandardCharsets.US_ASCII))),
              true)
        }) {
      Probes.assertFault(Phase.TLS, FaultKind.INTERCEPTED, attempt);
    }
  }

  @Test
  void aMarkWithoutAProofIsUnproven() throws IOException {
    Attempt attempt = behind(TestAuthority.peer(), Probes.policy(), Optional.empty(), false);
    assertEquals("STAND_IN_UNPROVEN", Probes.concerns(attempt));
  }

  @Test
  void aProofWithoutAMarkIsNoStandIn() throws IOException {
    try (Peer peer = Peer.serving(Peer::drain)) {
      Attempt attempt =
          Probes.attempt(
              session(peer, Probes.policy(), Optional.of(KEY)),
              session -> {
                session.dial();
                session.standIn().proof(new byte[32]);
              });
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
    }
  }

  @Test
  void withoutAKeyThereIsNoChallengeAndAProofIsNotLookedAt() throws IOException {
    try (Peer peer = Peer.serving(Peer::drain)) {
      Attempt attempt =
          Probes.attempt(
              session(peer, Probes.policy(), Optional.empty()),
              session -> {
                session.dial();
                assertTrue(session.standIn().challenge().isEmpty());
                session.standIn().seen("the banner");
                session.standIn().seen("the banner");
                session.standIn().seen("the name");
                session.standIn().proof(new byte[32]);
              });
      assertEquals("STAND_IN", Probes.concerns(attempt));
      assertEquals("the banner, the name", Probes.fact(attempt, "stand-in.mark"));
    }
  }
}
