package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.attempt.IdleEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmtpIdleTest {
  @Test
  void anIdleConnectionIsAskedAgain() throws IOException {
    Relay relay = new Relay();
    SmtpSettings settings =
        new SmtpSettings(
            SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED, Optional.of("app1.uni.edu"));
    try (Peer peer = relay.start()) {
      IdleEnd end =
          Probes.idle(new SmtpProtocol(), settings, Probes.session(peer, Duration.ofSeconds(20)));
      assertEquals(IdleEnd.Kind.ANSWERED, end.kind(), end::toString);
      assertEquals(
          List.of("EHLO app1.uni.edu", "STARTTLS", "EHLO app1.uni.edu", "NOOP"), relay.heard);
    }
  }
}
