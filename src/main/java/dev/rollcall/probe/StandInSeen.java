package dev.rollcall.probe;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The stand-in that a session met, if it met one, and what it proved. */
public final class StandInSeen {
  private final Optional<SharedKey> key;
  private final Set<String> marks = new LinkedHashSet<>();
  private Optional<byte[]> challenge = Optional.empty();
  private Optional<byte[]> proof = Optional.empty();
  private Optional<byte[]> plainProof = Optional.empty();

  /**
   * @param key what stand-ins must prove to hold, where the run has one
   */
  StandInSeen(Optional<SharedKey> key) {
    this.key = key;
  }

  /**
   * What to challenge a stand-in with, where this run shares a key with its stand-ins: put to every
   * server that might be one, in a place where the protocol lets the asker say anything. The same
   * bytes in the whole session.
   */
  public Optional<byte[]> challenge() {
    if (key.isPresent() && challenge.isEmpty()) {
      challenge = Optional.of(SharedKey.challenge());
    }
    return key.isEmpty() ? Optional.empty() : challenge.map(byte[]::clone);
  }

  /** Whether one was seen. */
  boolean seen() {
    return !marks.isEmpty();
  }

  /**
   * Records that a stand-in's mark was seen. The attempt continues.
   *
   * @param where what bears the mark: {@code the banner}
   */
  public void seen(String where) {
    marks.add(where);
  }

  /** What came in answer to the {@link #challenge}. */
  public void proof(byte[] bytes) {
    proof = Optional.of(bytes.clone());
  }

  /**
   * What came in answer to a question that is itself the challenge, where the protocol has no room
   * for {@link #challenge}.
   *
   * @param question the question as it was sent, never the same twice
   */
  public void proof(byte[] question, byte[] bytes) {
    challenge = Optional.of(question.clone());
    proof(bytes);
  }

  /**
   * What came in answer to the {@link #challenge} over TLS, and was made as if there were none: it
   * is valid if a load balancer or an interceptor terminates TLS before the stand-in.
   */
  public void plainProof(byte[] bytes) {
    plainProof = Optional.of(bytes.clone());
  }

  /**
   * Turns what was seen into a concern.
   *
   * @throws ProbeException if the proof is wrong: a device on the path uses its own certificate, or
   *     the stand-in has another key
   */
  public void judge(Session session) throws ProbeException {
    if (marks.isEmpty()) {
      return;
    }
    session.observe("stand-in.mark", String.join(", ", marks));
    String seen = "the path is open; a stand-in answered, not the real server";
    // A datagram has no room for a proof.
    boolean datagram = session.target().port().transport() == Transport.UDP;
    if (key.isEmpty() || (datagram && proof.isEmpty())) {
      session.concern(Concern.Kind.STAND_IN, seen);
    } else if (proof.isEmpty() || challenge.isEmpty()) {
      session.concern(
          Concern.Kind.STAND_IN_UNPROVEN,
          seen + ", and it did not prove that it is ours: it holds no key, or its proof was lost");
    } else if (proves(key.get(), proof, certificate(session))) {
      session.concern(Concern.Kind.STAND_IN, seen + "; it proved that it is ours");
    } else if (proves(key.get(), plainProof.or(() -> proof), Optional.empty())
        && endsInOrder(session)) {
      // The holder of an internal destination's certificate is its load balancer, which may
      // ask the stand-in in TLS or without.
      session.concern(Concern.Kind.STAND_IN, seen + "; it proved that it is ours");
      tls(session)
          .ifPresent(
              tls ->
                  session.observe(
                      new Observation.Note(
                          "TLS ends before the stand-in, at the holder of the certificate "
                              + tls.chain().get(0).subject())));
    } else {
      throw new ProbeException(wrong(tls(session).isPresent()));
    }
  }

  private boolean proves(SharedKey key, Optional<byte[]> given, Optional<String> certificate) {
    return given.isPresent()
        && challenge.isPresent()
        && key.proves(given.get(), challenge.get(), certificate);
  }

  /** Whether the certificate seen is a real one of an internal destination. */
  private static boolean endsInOrder(Session session) {
    return !session.tls().external()
        && tls(session)
            .filter(tls -> tls.nameMatches() && !StandInMark.in(tls.chain().get(0).subject()))
            .filter(
                tls ->
                    switch (tls.anchor()) {
                      case PUBLIC, SITE_PUBLIC, SYSTEM, INTERNAL -> true;
                      case INSPECTION, UNKNOWN -> false;
                    })
            .isPresent()
        && session.findings().concerns().stream()
            .noneMatch(c -> c.kind() == Concern.Kind.CERTIFICATE);
  }

  private static Fault wrong(boolean tls) {
    String by = "a " + StandInMark.TEXT + " answers, and its proof is wrong: ";
    return tls
        ? new Fault(
            Phase.TLS,
            FaultKind.INTERCEPTED,
            by
                + "TLS is intercepted on the path, so that the certificate seen here is not the one"
                + " that it shows, or it holds another key")
        : new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, by + "it holds another key");
  }

  /** The certificate that the session was shown last. */
  private static Optional<String> certificate(Session session) {
    return tls(session).map(tls -> tls.chain().get(0).fingerprint());
  }

  private static Optional<Observation.Tls> tls(Session session) {
    return Observation.Tls.in(session.findings().observations()).stream()
        .reduce((before, last) -> last);
  }
}
